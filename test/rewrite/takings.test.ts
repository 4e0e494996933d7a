import { describe, expect, test } from 'vitest';
import { mend } from '../support/rewrite.ts';

describe('a file of the context is not ignored where the builder would miss it', () => {
  test.each([
    [
      'by a variable',
      'FROM alpine:3.20\nARG F=.npmrc\nCOPY ${F} /x\n',
      'COPY on line 3 takes .npmrc by a variable or from a list in brackets; take it out there, and mount it in the RUN that needs it',
    ],
    [
      'in brackets',
      'FROM node:22\nCOPY [".npmrc", "/root/"]\nRUN npm ci\n',
      'COPY on line 2 takes .npmrc by a variable or from a list in brackets; take it out there, and mount it in the RUN that needs it',
    ],
    [
      'from a stage that has it with a folder, to another name',
      'FROM scratch AS ctx\nCOPY .npmrc /\nFROM node:22\nCOPY --from=ctx /.npmrc /root/token\nRUN npm ci\n',
      'COPY on line 4 takes .npmrc on to another stage; mount it in the RUN that needs it there',
    ],
  ])('%s', (_, text, reason) => {
    const { done, refused } = mend(text);
    expect(done).toEqual([]);
    expect(refused.map((one) => one.reason)).toContain(reason);
  });
});
