import { ROOT } from '../command/paths.ts';
import { folderOf } from '../repository.ts';
import { literalOf, text, type Value } from '../value.ts';
import { type Expression, type Item, plainString } from './expression.ts';
import type { Program } from './program.ts';
import { behind, isSign } from './token.ts';
import { valueOf } from './values.ts';

/** `resource "docker_image" "app" { … }`. */
export interface Block {
  name: string;
  labels: readonly string[];
  items: readonly Item[];
}

/** The blocks of a file that stand in no other. */
export function blocksOf({ walk }: Program): Block[] {
  const found: Block[] = [];
  for (const at of walk.top(0, walk.tokens.length)) {
    const name = walk.tokens[at];
    const isFirst = at === 0 || walk.tokens[at - 1]?.kind === 'line';
    if (name?.kind !== 'name' || !isFirst) continue;
    const labels: string[] = [];
    let next = at + 1;
    while (walk.tokens[next]?.style !== undefined && labels.length < 4) {
      labels.push(plainString(walk.expression(next, behind(walk.tokens, next))) ?? '');
      next = behind(walk.tokens, next);
    }
    if (isSign(walk.tokens[next], '{')) found.push({ name: name.text, labels, items: walk.items(next, 0) });
  }
  return found;
}

/** Data sources and resources whose attributes are secrets. */
const STORES =
  /^(?:aws_secretsmanager_secret_version|aws_secretsmanager_random_password|aws_ssm_parameter|google_secret_manager_secret_version(?:_access)?|azurerm_key_vault_secret|vault_\w+|random_password|onepassword_item|doppler_secrets)$/;
const TOKENS = /^aws_(?:codeartifact|ecr|ecrpublic)_authorization_token$/;

/** What the names of a Terraform file stand for: `var.x`, `local.x`, `path.module`, `data.….x`. */
export class TerraformNames {
  /** Of the resource at hand. */
  triggers: Expression | undefined;
  #declared: { locals: Map<string, Expression>; secret: Set<string> } | undefined;

  find(path: readonly string[], program: Program): Value | undefined {
    const [first = '', name = ''] = path;
    if (first === 'path') return text(ROOT + folderOf(program.file.path));
    if (first === 'null') return [];
    if (path.length < 2) return undefined;
    if (first === 'var') return this.#variable(name, program);
    if (first === 'local') return this.#valueOf(this.#names(program).locals.get(name), program);
    if (first === 'self') return this.#trigger(path.at(-1) ?? '', program);
    const [type = '', label = ''] = first === 'data' ? path.slice(1) : path;
    if (TOKENS.test(type)) return [{ kind: 'output', of: type, made: 'authorization token by AWS' }];
    return STORES.test(type) && path.length > 2 ? [{ kind: 'secret', name: label, store: type }] : undefined;
  }

  #variable(name: string, program: Program): Value {
    const isSecret = this.#names(program).secret.has(name);
    return isSecret ? [{ kind: 'secret', name, store: 'sensitive variable' }] : [{ kind: 'variable', name }];
  }

  #trigger(name: string, program: Program): Value | undefined {
    const { triggers } = this;
    const items = triggers?.kind === 'map' ? triggers.items : [];
    return this.#valueOf(items.findLast((item) => item.name === name)?.value, program);
  }

  #valueOf(expression: Expression | undefined, program: Program): Value | undefined {
    return expression && program.walk.budget.spend(50) ? this.#shallow(expression, program) : undefined;
  }

  #depth = 0;

  /** Locals may name each other in a circle. */
  #shallow(expression: Expression, program: Program): Value | undefined {
    if (this.#depth > 12) return undefined;
    this.#depth += 1;
    const value = valueOf(expression, program);
    this.#depth -= 1;
    return value;
  }

  #names(program: Program): { locals: Map<string, Expression>; secret: Set<string> } {
    if (this.#declared !== undefined) return this.#declared;
    const locals = new Map<string, Expression>();
    const secret = new Set<string>();
    this.#declared = { locals, secret };
    for (const { name, labels, items } of blocksOf(program)) {
      if (name === 'locals')
        for (const item of items) if (item.name !== undefined) locals.set(item.name, item.value);
      const sensitive = name === 'variable' && items.find((item) => item.name === 'sensitive');
      if (sensitive && literalOf(valueOf(sensitive.value, program)) === 'true') secret.add(labels[0] ?? '');
    }
    return this.#declared;
  }
}
