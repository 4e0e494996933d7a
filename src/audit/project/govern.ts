import type { Interrupt } from '../../config/interrupt.ts';
import { DEFAULT_LIMITS, type Limits } from '../../config/limits.ts';
import { GivenUp, withinTime } from '../../config/patience.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { ReportBuilder } from '../report-builder.ts';
import type { Policy } from './policy.ts';
import type { Project } from './project.ts';

/** The engine and the policy of each project of a run, and which of them holds. */
export class Governed {
  readonly #policies = new Map<Project, Policy>();
  readonly #engines: Map<Project | undefined, Engine>;
  readonly #environment: NodeJS.ProcessEnv | undefined;
  readonly #given: Partial<Limits> | undefined;
  #project: Project | undefined;

  /**
   * @param given `environment` has the key of secrets' fingerprints where there is no project, the process's own by default;
   * `limits` are those that are other than the project's
   */
  constructor(
    given: { environment?: NodeJS.ProcessEnv | undefined; limits?: Partial<Limits> | undefined } = {},
    engines = new Map<Project | undefined, Engine>(),
  ) {
    this.#environment = given.environment;
    this.#given = given.limits;
    this.#engines = engines;
  }

  /** For another run over the same projects, whose fingerprints can be held against those of this one. */
  again(): Governed {
    return new Governed({ environment: this.#environment, limits: this.#given }, this.#engines);
  }

  get engine(): Engine {
    const project = this.#project;
    const engine = this.#engines.get(project) ?? createEngine(project ?? { environment: this.#environment });
    this.#engines.set(project, engine);
    return engine;
  }

  get limits(): Limits {
    return { ...(this.#project?.limits ?? DEFAULT_LIMITS), ...this.#given };
  }

  /** What comes to the builder from now on belongs to a project, and is held against its configuration and baseline. */
  async enter(builder: ReportBuilder, project: Project): Promise<void> {
    this.#project = project;
    const { config, baseline, recording } = project;
    const isGoverned = config !== undefined || baseline !== undefined || recording !== undefined;
    if (isGoverned && !this.#policies.has(project)) {
      const { Policy } = await import('./policy.ts');
      this.#policies.set(project, new Policy(project));
    }
    builder.govern(this.#policies.get(project));
  }

  /**
   * Works for as long as a Dockerfile may take. What was broken off has left the engine in no state to be used again.
   *
   * @throws GivenUp when the time is over
   */
  inTime<T>(work: () => T, interrupt: Interrupt | undefined): T {
    try {
      return withinTime('dockerfileSeconds', this.limits, work, interrupt);
    } catch (error) {
      if (error instanceof GivenUp) {
        const { key } = this.engine;
        this.#engines.delete(this.#project);
        this.#engines.set(this.#project, { ...this.engine, key });
      }
      throw error;
    }
  }
}
