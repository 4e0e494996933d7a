/** A secret mount or SSH mount that a RUN is to get. */
export interface MountRequest {
  type: 'secret' | 'ssh' | 'tmpfs';
  id?: string;
  /** The variable that it is given as. */
  env?: string;
  /** The file that it is given as; without either it is `/run/secrets/ID`. */
  target?: string;
  /** Permissions, octal. */
  mode?: string;
  /** The number of the user who reads it. */
  uid?: string;
  required?: boolean;
}

/** `--mount=type=secret,id=npm,env=NPM_TOKEN,required=true`. */
export function mountText({ type, id, env, target, mode, uid, required }: MountRequest): string {
  const fields = [
    `type=${type}`,
    ...field('id', id),
    ...field('env', env),
    ...field('target', target),
    ...field('mode', mode),
    ...field('uid', uid),
    ...(required === true ? ['required=true'] : []),
  ];
  return `--mount=${fields.join(',')}`;
}

function field(key: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${key}=${value}`];
}

/** True for a value that a mount's field can hold as it is: no blank, comma, quote, variable or escape. */
export function fitsInMount(value: string): boolean {
  return /^[\w./:@+~-]+$/.test(value);
}
