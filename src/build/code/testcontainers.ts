import { append } from '../../config/append.ts';
import type { BuildPath } from '../build-path.ts';
import { CallOptions } from './call-options.ts';
import { type Called, chainEnd } from './calls.ts';
import type { Expression, Item, Of } from './expression.ts';
import type { Program } from './program.ts';
import { buildOfShape, howOf, type Shape } from './shape.ts';
import { behind, isSign } from './token.ts';

/** How many words later a builder that was given a name is looked for. */
const FARTHEST = 2000;

const SHAPE: Shape = {
  callee: /./,
  builder: 'classic',
  context: [0],
  dockerfile: [1],
  fileIn: 'context',
  args: ['buildArgs'],
  target: ['target'],
};

/** testcontainers' `GenericContainer.fromDockerfile(context, file).withBuildArgs({…}).withTarget(…).withBuildkit()`. */
export function readTestcontainers(
  call: Of<'call'>,
  program: Program,
  called: Called,
): BuildPath[] | undefined {
  const { callee } = call;
  if (callee.kind !== 'member' || callee.name !== 'fromDockerfile') return undefined;
  const whole = program.walk.expression(
    called.name,
    chainEnd(program, behind(program.walk.tokens, called.open)),
  );
  const links = [...linksOf(whole), ...laterLinks(program, called)];
  const items: Item[] = links.flatMap(({ name, items: given }) => {
    const [first] = given;
    if (first === undefined) return [];
    if (/^with_?BuildArgs$/.test(name)) return [{ ...first, name: 'buildArgs' }];
    return name === 'withTarget' ? [{ ...first, name: 'target' }] : [];
  });
  const isBuildkit = links.some(({ name }) => name === 'withBuildkit');
  const options = new CallOptions({ ...call, items: [...call.items, ...items] }, program);
  const build = buildOfShape({ ...SHAPE, builder: isBuildkit ? 'buildkit' : 'classic' }, options);
  return [{ ...build, how: howOf(call) }];
}

interface Link {
  name: string;
  items: readonly Item[];
}

/** The calls of a chain, the first one first. */
function linksOf(expression: Expression): Link[] {
  const links: Link[] = [];
  let at = expression;
  for (let depth = 0; depth < 100; depth += 1) {
    if (at.kind === 'call' && at.callee.kind === 'member') {
      links.unshift({ name: at.callee.name ?? '', items: at.items });
      at = at.callee.of;
    } else if (at.kind === 'call') at = at.callee;
    else if (at.kind === 'member') at = at.of;
    else break;
  }
  return links;
}

/** `const builder = ….fromDockerfile(…); builder.withBuildArgs(…)`. */
function laterLinks(program: Program, { name }: Called): Link[] {
  const { walk } = program;
  const { tokens } = walk;
  let sign = name;
  while (sign > name - 12 && !isSign(tokens[sign], '=')) sign -= 1;
  const taken = tokens[sign - 1];
  if (!isSign(tokens[sign], '=') || taken?.kind !== 'name') return [];
  const links: Link[] = [];
  for (let at = name; at < Math.min(tokens.length, name + FARTHEST); at += 1) {
    const isTaken = tokens[at]?.kind === 'name' && tokens[at]?.text === taken.text;
    if (isTaken && isSign(tokens[at + 1], '.'))
      append(links, linksOf(walk.expression(at, chainEnd(program, at + 1))));
  }
  return links;
}
