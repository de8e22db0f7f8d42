import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createTextPacker, openTexts } from '../../core/src/findings/packedTexts.ts';
import { slow } from '../support/slow.ts';

slow('packed texts come out as they went in', () => {
  const arn = fc.constantFrom(
    'arn:aws:iam::111122223333:role/a/B',
    'arn:aws:iam::111122223333:role/a/C',
    '',
    '/',
    'é',
    'ő/ő',
    '\u{1f600}/x',
  );
  fc.assert(
    fc.property(fc.array(fc.option(fc.oneof(arn, fc.string({ unit: 'binary' })), { nil: undefined })), (texts) => {
      const packer = createTextPacker();
      texts.forEach(packer.add);
      const packed = openTexts(packer.finish());
      assert.deepEqual(
        Array.from({ length: packed.count }, (_, i) => packed.at(i)),
        texts,
      );
      assert.equal(packed.at(texts.length), undefined);
    }),
  );
});
