import { expect, test } from 'vitest';
import type { BuildPath } from '../../src/build/build-path.ts';
import { readBuilds } from '../../src/build/read-builds.ts';
import type { Value } from '../../src/build/value.ts';
import { RUN, recordBuilds, runnable, TOKEN, VARIABLES } from './record-builds.ts';

/** What a build was given: names to values, ids of secrets, the target. */
interface Given {
  args: Record<string, string>;
  secrets: string[];
  target?: string;
}

/** What a shell handed to a builder, read from the words alone. */
function givenBy(words: readonly string[]): Given {
  const given: Given = { args: {}, secrets: [] };
  for (const [index, word] of words.entries()) {
    const [, flag = '', glued] = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const value = glued ?? words[index + 1] ?? '';
    const [, name = value, rest] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? [];
    if (/^(?:secret-)?build-arg$/.test(flag))
      given.args[name] = rest ?? Object.entries(VARIABLES).find(([key]) => key === name)?.[1] ?? '';
    else if (flag === 'secret') given.secrets.push(/(?:^|,)id=([^,]*)/.exec(value)?.[1] ?? '');
    else if (flag === 'build-secret') given.secrets.push(name);
    else if (flag === 'target') given.target = value;
    else if (flag === 'opt' && name.startsWith('build-arg:')) given.args[name.slice(10)] = rest ?? '';
  }
  return given;
}

/** A pattern for what a value comes to under these variables. */
function patternOf(value: Value): RegExp {
  const pieces = value.map((part) => {
    if (part.kind === 'text') return escaped(part.text);
    if (part.kind === 'variable')
      return escaped(Object.entries(VARIABLES).find(([name]) => name === part.name)?.[1] ?? part.usual ?? '');
    return part.kind === 'output' && part.made !== undefined ? TOKEN : '[\\s\\S]*';
  });
  return new RegExp(`^${pieces.join('')}$`);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** @param mayLack where a branch decides: what is read of it may not have been given this time */
function agrees(build: BuildPath, { args, secrets, target }: Given, mayLack: boolean): boolean {
  const read = new Map(build.args.map(({ name, value }) => [name, value]));
  const ids = build.secrets.map(({ id }) => id);
  const names = Object.keys(args);
  return (
    (mayLack || (read.size === names.length && ids.length === secrets.length)) &&
    names.every((name) =>
      patternOf(read.get(name) ?? [{ kind: 'text', text: '\0' }]).test(args[name] ?? ''),
    ) &&
    secrets.every((id) => ids.includes(id)) &&
    (build.target === undefined ? target === undefined : patternOf(build.target.value).test(target ?? '\0'))
  );
}

test.each(runnable)('$what: read as it runs', async ({ what, files, command }) => {
  const { folder, recorded } = await recordBuilds(files, command);
  const executed = recorded.map(({ words }) => givenBy(words));
  const { builds } = await readBuilds(
    folder,
    Object.keys(files).filter((name) => name in RUN),
  );
  expect(builds.length).toBeGreaterThan(0);
  expect(executed.length > 0).toBe(!/nobody calls/.test(what));
  for (const given of executed)
    expect(
      builds.some((build) => agrees(build, given, /^either value/.test(what))),
      JSON.stringify(given),
    ).toBe(true);
});

test('most of the shapes are run', () => expect(runnable.length).toBeGreaterThan(45));
