import type { SourceText } from '../../dockerfile/source-text.ts';
import type { BuildReader } from '../build-file.ts';
import type { FilePlace, GivenArgument } from '../build-path.ts';
import { dockerfileOf } from '../command/paths.ts';
import { folderOf } from '../repository.ts';
import { text } from '../value.ts';

const LINE =
  /^[ \t]*(?:\[([^\]\n]+)\]|("[^"\n]*"|[\w.-]+)[ \t]*=[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([^#\n]*)))/gm;

interface Setting {
  section: string;
  name: string;
  value: string;
  at: FilePlace;
}

/** The build of a fly.toml: `[build]` and `[build.args]` (Fly's documentation of its configuration). */
export const readFly: BuildReader = ({ source, path }) => {
  const settings = settingsOf(source);
  const build = settings.filter((one) => one.section === 'build');
  const args = settings.filter((one) => one.section === 'build.args').map(asArgument);
  const [first] = [...build, ...args];
  if (first === undefined || build.some(({ name }) => /^(?:image|builder|buildpacks)$/.test(name))) return [];
  const named = build.find(({ name }) => name === 'dockerfile');
  const target = build.find(({ name }) => name === 'build-target');
  const { at } = first;
  const folders = [folderOf(path)];
  const file = named && { value: text(named.value), at: named.at };
  return [
    {
      how: 'fly deploy',
      builder: 'buildkit',
      at,
      dockerfile: dockerfileOf(
        { ...(file && { file }) },
        { builder: 'buildkit', folders, at, besideContext: false },
      ),
      ...(folders[0] !== undefined && { context: folders[0] }),
      ...(target && { target: { value: text(target.value), at: target.at } }),
      args,
      secrets: [],
      ssh: [],
      labels: [],
      record: false,
      unknown: [],
    },
  ];
};

function settingsOf(source: SourceText): Setting[] {
  const settings: Setting[] = [];
  let section = '';
  for (const match of source.text.matchAll(LINE)) {
    const [whole, header, name, double, single, plain] = match;
    if (header !== undefined) section = header.replace(/[\s"]/g, '');
    else if (name !== undefined) {
      const value = double ?? single ?? (plain ?? '').trim();
      const start = match.index + whole.length - whole.trimStart().length;
      const at = { source, start, end: match.index + whole.trimEnd().length };
      settings.push({ section, name: name.replaceAll('"', ''), value, at });
    }
  }
  return settings;
}

function asArgument({ name, value, at }: Setting): GivenArgument {
  return { name, value: text(value), at };
}
