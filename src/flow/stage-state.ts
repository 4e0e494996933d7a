import { StageFiles } from './run/files.ts';
import { Scope } from './scope.ts';

/** How a stage stands at one of its instructions. */
export class StageState {
  scope: Scope;
  /** Files that may hold something, by absolute path. */
  files: StageFiles;
  folder: string;
  /** Absent while no USER is given: the base image's, root as a rule. */
  user: string | undefined;
  shell: readonly string[];

  constructor(shell: readonly string[]) {
    this.scope = new Scope();
    this.files = new StageFiles();
    this.folder = '/';
    this.shell = shell;
  }

  /** What a stage that starts from this one begins with. */
  child(): StageState {
    const child = this.copy();
    child.scope = this.scope.child();
    return child;
  }

  copy(): StageState {
    const copy = new StageState(this.shell);
    copy.scope = this.scope.copy();
    copy.files = new StageFiles(this.files);
    copy.files.hasLinks = this.files.hasLinks;
    for (const folder of this.files.folders) copy.files.folders.add(folder);
    copy.folder = this.folder;
    copy.user = this.user;
    return copy;
  }

  get isRoot(): boolean {
    return this.user === undefined || /^(?:root|0)(?::|$)/.test(this.user);
  }

  get home(): string {
    const set = this.scope.find('HOME')?.text;
    if (set !== undefined) return set;
    if (/(?:cmd|powershell|pwsh)(?:\.exe)?$/i.test(this.shell[0] ?? ''))
      return 'C:/Users/ContainerAdministrator';
    const name = (this.user ?? '').replace(/:.*/, '');
    return this.isRoot ? '/root' : `/home/${name}`;
  }
}
