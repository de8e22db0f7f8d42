/** A thread that examines files for `check`. */
import { answerQuestions } from '../../platform/src/node/answerQuestions.ts';
import { checkBatches } from './checkBatches.ts';

answerQuestions(checkBatches);
