import assert from 'node:assert';
import test from 'node:test';
import { EMPTY, followedBy, fromMessage, isSame, toMessage } from './log-prefix.js';

test('hashes are those of the example in docs/protocol.md', () => {
  const one = followedBy(EMPTY, '01980000-0000-7000-0000-000000000001');
  const two = followedBy(one, '01980000-0000-7000-0000-000000000002');
  const three = followedBy(two, '01980000-0000-7000-0000-000000000002');

  assert.deepStrictEqual(EMPTY, { sequenceNr: 0, hash: 11400714819323198485n });
  assert.deepStrictEqual(one, { sequenceNr: 1, hash: 8986345824692457258n });
  assert.deepStrictEqual(two, { sequenceNr: 2, hash: 17521538096922438948n });
  assert.deepStrictEqual(three, { sequenceNr: 3, hash: 5214879253923319582n });
});

test('a prefix stays the same on its way through a message', () => {
  assert.deepStrictEqual(fromMessage(toMessage(EMPTY)), EMPTY);
  assert.ok(!isSame(EMPTY, { ...EMPTY, hash: 1n }));
});
