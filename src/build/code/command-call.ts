import { dotted, type Expression, type Item, type Of } from './expression.ts';

/** Functions that hand a command to a shell or start a program. */
const STARTS =
  /^(?:\$+|sh|bash|bat|zsh|x|powershell|pwsh|call|cmd|local|sudo|system|popen|Popen|check_call|check_output|getoutput|getstatusoutput|create_subprocess_(?:exec|shell)|getExecOutput|run(?!\w*(?:[tT]est|[sS]uite))\w*|(?:exec|spawn|shell)\w*|\w*(?:[a-z](?:Exec|Spawn|Cmd|Shell|Command)|_(?:exec|cmd|shell|command))(?:Sync|Async|File)?|quiet)$/;

/** True for a call that starts commands: `execSync(…)`, `subprocess.run(…)`, `$`…``. */
export function isCommandCall({ callee }: Of<'call'>): boolean {
  const name = callee.kind === 'name' || callee.kind === 'member' ? (callee.name ?? '') : '';
  if (STARTS.test(name)) return true;
  if (callee.kind === 'call') return isCommandCall(callee);
  return /^[cC]ommand$/.test(name) && /^(?:Deno|execa|local|command\.local)\./.test(dotted(callee));
}

/** The words or the script that a call starts: its first arguments, or those that are called so. */
export function commandItems(call: Of<'call'>): Item[] {
  const plain = call.items.filter(({ name, spread }) => name === undefined && spread !== true);
  const named = call.items.filter(({ name }) => /^(?:args|cmd|command|script)$/.test(name ?? ''));
  return [...plain, ...named].slice(0, 2);
}

/** A list behind `.join(' ')` or in front of it: `' '.join([…])`. */
export function joinedList(expression: Expression): Expression | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'member' || expression.callee.name !== 'join')
    return undefined;
  const [item] = expression.items;
  return expression.callee.of.kind === 'text' ? item?.value : expression.callee.of;
}

/** A text behind `.stripIndent()`, or in `textwrap.dedent(…)`. */
export function indentedText(expression: Expression): Expression | undefined {
  if (expression.kind !== 'call') return undefined;
  const { callee, items } = expression;
  const isMethod =
    callee.kind === 'member' && /^(?:trim|strip|stripIndent|stripMargin|toString)$/.test(callee.name ?? '');
  if (isMethod) return callee.of;
  return /^(?:dedent|outdent|textwrap\.dedent|inspect\.cleandoc)$/.test(dotted(callee))
    ? items[0]?.value
    : undefined;
}
