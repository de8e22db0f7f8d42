/** Lets Node import text files, as the bundler does: to be loaded with `--import` before everything else. */
import { register } from 'node:module';

register('./textLoader.ts', import.meta.url);
