/** `node:test` as the lowest supported Node has it, and `suite`, which it knows by its older name alone. */
export { after, afterEach, before, beforeEach, describe as suite, mock, test } from 'node:test';
