import { describe, expect, test } from 'vitest';
import { mountsOf } from '../../src/dockerfile/mounts.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';

function mount(value: string) {
  const { instructions } = parseDockerfile('Dockerfile', `FROM a\nRUN --mount=${value} true\n`);
  const [, run] = instructions;
  const [first] = run === undefined ? [] : mountsOf(run, (text) => text, '/srv');
  const { span: _, written: __, ...rest } = first ?? {};
  return rest;
}
const secret = { type: 'secret', required: false, readOnly: false, owned: false, problems: [] };

describe('a mount as BuildKit reads it', () => {
  test.each([
    ['type=secret,id=a', { ...secret, id: 'a', target: '/run/secrets/a' }],
    ['type=secret,id=x/a', { ...secret, id: 'x/a', target: '/run/secrets/a' }],
    ['type=secret,target=/root/.npmrc', { ...secret, id: '.npmrc', target: '/root/.npmrc' }],
    ['type=secret,source=a,dst=b/c', { ...secret, id: 'a', target: '/srv/b/c' }],
    ['TYPE=secret,Id=a,ENV=A', { ...secret, id: 'a', env: 'A' }],
    [
      'type=secret,id=a,env=A,target=/a,required',
      { ...secret, id: 'a', env: 'A', target: '/a', required: true },
    ],
    [
      'type=secret,id=a,required=false,mode=0400,uid=1',
      { ...secret, id: 'a', target: '/run/secrets/a', mode: '0400', owned: true },
    ],
    ['type=ssh', { ...secret, type: 'ssh', id: 'default' }],
    ['type=cache,target=/c', { ...secret, type: 'cache', target: '/c' }],
    [
      'target=/b,from=x,source=/s',
      { ...secret, type: 'bind', target: '/b', from: 'x', source: '/s', readOnly: true },
    ],
    ['type=bind,target=/b,rw', { ...secret, type: 'bind', target: '/b' }],
  ])('%s', (value, wanted) => expect(mount(value)).toEqual(wanted));
});

describe('what it refuses', () => {
  test.each([
    ['type=secret,id=a,targt=/x', 'unknown-key', 'targt'],
    ['type=secrets,id=a', 'unknown-type', 'secrets'],
    ['type=secret,id', 'no-value', 'id'],
    ['type=secret', 'nothing-named', 'id'],
    ['type=secret,id=a,src=b', 'named-twice', 'source'],
    ['type=secret,id=a,mode=rw', 'bad-mode', 'rw'],
    ['type=secret,id=a,from=b', 'key-of-other-type', 'from'],
    ['type=cache,target=/c,required', 'key-of-other-type', 'required'],
  ])('%s', (value, code, key) =>
    expect(mount(value)).toMatchObject({ problems: expect.arrayContaining([{ code, key }]) }),
  );
});
