import { describe, expect, test } from 'vitest';
import { mend } from '../support/rewrite.ts';

const GIT =
  'git config --global url."https://x:$TOKEN@git.example.com/".insteadOf https://git.example.com/ && git clone https://git.example.com/a/b';
const NPM = 'RUN npm config set //npm.example.com/:_authToken "$TOKEN"';
const mounted = 'RUN --mount=type=secret,id=t,env=TOKEN,required=true ';

function saved(file: string): RegExp {
  return new RegExp(`if \\[ -e ${file} \\]; then cp -p ${file} ${file}\\.orig; fi && `);
}

function putBack(file: string): RegExp {
  return new RegExp(
    `rm -f ${file} && if \\[ -e ${file}\\.orig \\]; then mv ${file}\\.orig ${file}; fi(?: && rm -rf \\S*_logs)?\n`,
  );
}

describe('what an earlier step may have put into a file is put back', () => {
  test.each([
    [
      '/root/.config/pip/pip.conf',
      `FROM python:3\nRUN pip config set global.index-url https://r.example.com/simple\n${mounted}pip config set global.extra-index-url "https://u:$TOKEN@s.example.com/simple" && pip install a\nCMD ["pip","install","b"]\n`,
    ],
    ['/root/.gitconfig', `FROM gcc:13\nRUN git config --global user.name me\n${mounted}${GIT}\n`],
    ['/root/.gitconfig', `FROM gcc:13\nCOPY conf/ /root/\n${mounted}${GIT}\n`],
    ['/root/.gitconfig', `FROM gcc:13\nARG TOKEN\nCOPY conf/ /root/\nRUN ${GIT}\n`],
    [
      '/root/.gitconfig',
      `FROM gcc:13 AS base\nRUN ./setup.sh\nFROM base\nARG TOKEN\nRUN ${GIT}\nRUN echo done\n`,
    ],
    [
      '/root/.netrc',
      'FROM gcc:13\nARG TOKEN\nCOPY conf/ /root/\nRUN echo "machine git.example.com login x password $TOKEN" >> /root/.netrc && git clone https://git.example.com/a/b\n',
    ],
    [
      '/root/.docker/config.json',
      'FROM docker:27\nARG TOKEN\nRUN mkdir -p ~/.docker && echo "{}" > ~/.docker/config.json\nRUN docker login -u x -p $TOKEN r.example.com && docker pull r.example.com/a\n',
    ],
  ])('%s %#', (file, text) => {
    const { texts, done } = mend(text, { safe: true });
    expect(done).toHaveLength(1);
    expect(texts.dockerfile).toMatch(saved(file));
    expect(texts.dockerfile).toMatch(putBack(file));
  });

  test('a file that a COPY names is there', () => {
    const text = `FROM gcc:13\nARG TOKEN\nCOPY --from=base:1 /root/.gitconfig /root/.gitconfig\nRUN ${GIT}\n`;
    const { dockerfile } = mend(text).texts;
    expect(dockerfile).toContain(' cp -p /root/.gitconfig /root/.gitconfig.orig && ');
    expect(dockerfile).toContain(' && mv /root/.gitconfig.orig /root/.gitconfig\n');
  });

  test('not where the RUN writes the file anew', () => {
    const text =
      'FROM node:22\nARG TOKEN\nWORKDIR /app\nCOPY . .\nRUN echo "//npm.example.com/:_authToken=$TOKEN" > .npmrc && npm ci\n';
    expect(mend(text).texts.dockerfile).toMatch(/ && npm ci && rm -f \S*\.npmrc\n/);
  });

  test('what a later step removes is removed by the last that needs it', () => {
    const text = `FROM node:22\nARG TOKEN\nRUN npm config set registry https://npm.example.com/\n${NPM}\nRUN npm ci\nRUN npm publish\nRUN rm ~/.npmrc\n`;
    const [first = '', last = ''] = mend(text).texts.dockerfile.split(/(?<=npm ci.*\n)/);
    expect(first).toMatch(putBack('/root/.npmrc'));
    expect(last).toMatch(/npm publish && rm -rf [^&]*\/root\/\.npmrc$/m);
  });
});

describe('what RUNs between write into the file', () => {
  test('stays for those behind them', () => {
    const text = `FROM node:22\nARG TOKEN\n${NPM}\nRUN npm config set registry https://npm.example.com/\nRUN npm ci\nRUN npm publish\n`;
    const runs = mend(text)
      .texts.dockerfile.split(/^(?=RUN)/m)
      .slice(1);
    expect(runs).toHaveLength(3);
    expect(runs[0]).toMatch(/npm config set registry https:\/\/npm\.example\.com\/\n$/);
    expect(runs[0]).not.toContain('_authToken');
    for (const run of runs.slice(1)) {
      expect(run).toMatch(saved('/root/.npmrc'));
      expect(run).toMatch(putBack('/root/.npmrc'));
    }
  });

  test('holds the rewrite up where they read it as well', () => {
    const text =
      'FROM alpine:3.20\nARG TOKEN\nRUN echo "https://x:${TOKEN}@apk.example.com/v3" >> /etc/apk/repositories && apk add foo\nRUN echo "https://b.example.com/alpine" >> /etc/apk/repositories && apk add bar\nRUN apk add qux\n';
    const { done, refused } = mend(text);
    expect(done).toEqual([]);
    expect(refused.map(({ reason }) => reason)).toEqual([
      '/etc/apk/repositories, into which line 3 writes the secret, gets more on line 4, which is to stay there; write that in a RUN of its own',
    ]);
  });
});
