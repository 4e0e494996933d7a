import { createEngine, type Engine } from '../engine.ts';
import type { ReportBuilder } from '../report-builder.ts';
import type { Policy } from './policy.ts';
import type { Project } from './project.ts';

/** The engine and the policy of each project of a run. */
export class Governed {
  readonly #policies = new Map<Project, Policy>();
  readonly #engines = new Map<Project, Engine>();

  engine(project: Project): Engine {
    const engine = this.#engines.get(project) ?? createEngine(project);
    this.#engines.set(project, engine);
    return engine;
  }

  /** One whose work was broken off is in no state to be used again. */
  renew(project: Project): Engine {
    this.#engines.delete(project);
    return this.engine(project);
  }

  /** What comes to the builder from now on is held against a project's configuration and baseline. */
  async govern(builder: ReportBuilder, project: Project): Promise<void> {
    const { config, baseline, recording } = project;
    const isGoverned = config !== undefined || baseline !== undefined || recording !== undefined;
    if (isGoverned && !this.#policies.has(project)) {
      const { Policy } = await import('./policy.ts');
      this.#policies.set(project, new Policy(project));
    }
    builder.govern(this.#policies.get(project));
  }
}
