import type { Span } from '../dockerfile/source-text.ts';
import type { Builder } from './builder.ts';
import { containing, type KeyInputs, NO_INPUTS } from './cache-step.ts';
import { constant, type KeyValue, rotatingValue } from './key-value.ts';
import { CACHE_NAMESPACE, isProxy, runVariable } from './known-arguments.ts';

/** Build arguments that are in keys without being declared. */
export class UndeclaredValues {
  readonly #builder: Builder;
  readonly #rotating: ReadonlySet<string>;

  constructor(builder: Builder, rotating: ReadonlySet<string>) {
    this.#builder = builder;
    this.#rotating = rotating;
  }

  /** Of every RUN. */
  inRun(span: Span): KeyInputs {
    const { proxiesCount, name } = this.#builder;
    const counted = [...this.#rotating].filter((one) =>
      isProxy(one) ? proxiesCount : name === 'buildkit' && runVariable(one),
    );
    if (counted.length === 0) return NO_INPUTS;
    const names = new Map(counted.map((one) => [one, [{ label: `build argument ${one}`, span }]]));
    return containing({ names, doubts: [] }, 'RUN', span);
  }

  /** Before the ids of cache mounts. */
  namespace(span: Span): KeyValue {
    const isKnown = this.#builder.name === 'buildkit' && this.#rotating.has(CACHE_NAMESPACE);
    return isKnown ? rotatingValue(CACHE_NAMESPACE, span) : constant('');
  }

  /** Of a WORKDIR: since BuildKit 0.22 a folder is as old as the build says. */
  inFolder(span: Span): KeyInputs {
    const name = 'SOURCE_DATE_EPOCH';
    if (this.#builder.name !== 'buildkit' || !this.#rotating.has(name)) return NO_INPUTS;
    const doubt = { reason: `${name} is in it from BuildKit 0.22 on`, span, names: new Map([[name, []]]) };
    return { ...NO_INPUTS, doubts: [doubt] };
  }
}
