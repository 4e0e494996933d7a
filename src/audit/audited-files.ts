import type { DockerfileAudit } from './audit-dockerfile.ts';
import type { DockerfileBuilds, RepositoryAudit } from './build/audit-repository.ts';
import type { Location } from './finding.ts';
import type { AuditedFile } from './fix/audited-file.ts';
import { displayName } from './open-dockerfile.ts';
import type { Excerpt } from './source-excerpt.ts';

/** The Dockerfiles and the build files that a run has read so far. */
export class AuditedFiles {
  readonly #audits = new Map<string, DockerfileAudit>();
  readonly #files: Pick<AuditedFile, 'path' | 'file' | 'audit'>[] = [];
  readonly #repositories: RepositoryAudit[] = [];

  get(name: string): DockerfileAudit | undefined {
    return this.#audits.get(name);
  }

  add(name: string, audit: DockerfileAudit): void {
    this.#audits.set(name, audit);
  }

  /** One that is a file of its own. */
  addFile(file: Pick<AuditedFile, 'path' | 'file' | 'audit'>): void {
    this.#files.push(file);
  }

  addRepository(repository: RepositoryAudit): void {
    this.#repositories.push(repository);
  }

  /** Of the folders that were searched. */
  get builds(): DockerfileBuilds[] {
    return this.#repositories.flatMap(({ builds }) => builds);
  }

  /** The Dockerfiles with who builds them, to be rewritten. */
  get all(): AuditedFile[] {
    const known = new Map(
      this.#repositories.flatMap(({ builds, read }) =>
        builds.map((one) => [displayName(one.name), { ...one, read }] as const),
      ),
    );
    const hidden = this.#repositories.flatMap(({ read }) =>
      read.problems.filter(({ hidesBuild }) => hidesBuild).map(({ what, reason }) => `${what} ${reason}`),
    );
    return this.#files.map((one) => {
      const { builds = [], findings = [], read } = known.get(one.file.name) ?? {};
      const scrub = (text: string) => this.scrub(text);
      return { ...one, builds, buildFindings: findings, ...(read && { repository: read }), hidden, scrub };
    });
  }

  /** Takes the secrets of all of them out of a text. */
  scrub(text: string): string {
    return [...this.#repositories, ...this.#audits.values()].reduce((clean, { scrub }) => scrub(clean), text);
  }

  /** The masked line that a location begins on. */
  excerpt(location: Location): Excerpt | undefined {
    if (location.kind !== 'source') return undefined;
    const own = this.#audits.get(location.path);
    if (own !== undefined) return own.excerpt(location);
    for (const repository of this.#repositories) {
      const excerpt = repository.excerpt(location);
      if (excerpt !== undefined) return excerpt;
    }
    return undefined;
  }
}
