/** A way in which texts give values to names. */
export interface Giving {
  /** The first group is the name unless there is a fixed one; of those after it one takes the value. */
  pattern: RegExp;
  /** What the value is, where the pattern itself says so. */
  name?: string;
  /** Index of the group, the name not counted, whose value stands without quotes: none in code. */
  plain?: number;
  /** Only there; elsewhere it would be something else. */
  only?: 'config' | 'code';
}

const QUOTED = String.raw`["']([^"'\n]{6,512})["']`;
const NAME = String.raw`[A-Za-z_][\w.-]{1,63}`;
/** Without quotes, up to what ends a value in some syntax. */
const PLAIN = String.raw`(?!\/\/)([^\s"'\x60,;{}()[\]<>&|$#\\]{6,512})(?=[\s"',;#&]|$)`;

/** Each pattern is global, bounded, and reads on behind its match. The more telling ones come first. */
export const GIVINGS: readonly Giving[] = [
  // A part of a connection string: `Server=db;Password=…;`.
  {
    pattern:
      /(?:^|[;"'])[ \t]{0,4}(?:Password|Pwd|AccountKey|SharedAccessKey)[ \t]?=[ \t]?([^;"'\s]{6,512})/gi,
    name: 'Password',
  },
  // `CREATE USER app IDENTIFIED BY '…'`, `ALTER ROLE app PASSWORD '…'`.
  { pattern: /\b(?:IDENTIFIED BY|PASSWORD)[ \t]{1,4}'([^'\n]{6,512})'/gi, name: 'Password' },
  // `auth=("ci", "…")`, `getConnection(url, "root", "…")`.
  {
    pattern:
      /(?:auth\s{0,2}=\s{0,2}\(|HTTPBasicAuth\(|getConnection\([^,\n]{1,200},)\s{0,4}["'][^"'\n]{1,64}["']\s{0,4},\s{0,4}["']([^"'\n]{6,128})["']/g,
    name: 'Password',
  },
  { pattern: new RegExp(`ConvertTo-SecureString[^\\n]{0,40}?${QUOTED}`, 'gi'), name: 'Password' },
  // `define('DB_PASSWORD', '…')`, `os.getenv("DB_PASSWORD", "…")`.
  {
    pattern: new RegExp(
      `\\b(?:define|setenv|putenv|setProperty|set|getenv|get|fetch|env)\\(\\s{0,4}["']([\\w.-]{2,64})["']\\s{0,4},\\s{0,4}${QUOTED}`,
      'gi',
    ),
  },
  // `$cfg['password'] = '…'`, `os.environ["API_TOKEN"] = "…"`, `env[DB_PASSWORD] = …`.
  {
    pattern: new RegExp(
      `\\[["']?([A-Za-z_][\\w.-]{1,63})["']?\\][ \\t]{0,4}=[ \\t]{0,4}(?:${QUOTED}|${PLAIN})`,
      'gm',
    ),
    plain: 1,
  },
  // `const apiToken: string = "…"`, `var apiToken string = "…"`, `API_KEY: &'static str = "…"`.
  {
    pattern: new RegExp(
      `(?<![\\w.-])(${NAME})(?:[ \\t]{0,4}:[ \\t]{0,4}|[ \\t]{1,4})[&'\\w.<>?|[\\]]{2,40}(?:[ \\t]str)?[ \\t]{0,4}=[ \\t]{0,4}[bru]{0,2}${QUOTED}`,
      'g',
    ),
    only: 'code',
  },
  // `<add key="Password" value="…"/>`.
  { pattern: new RegExp(`\\b(?:key|name)=["']([\\w.:-]{2,64})["'][ \\t]{1,8}value=${QUOTED}`, 'g') },
  // `<property name="connection.password">…</property>`.
  { pattern: /\b(?:key|name)=["']([\w.:-]{2,64})["'][^<>\n]{0,100}>([^<>\s]{6,512})<\//g },
  // `- name: DB_PASSWORD` and `value: …` on the next line, in YAML or JSON.
  {
    pattern: new RegExp(
      `\\bname["']?[ \\t]{0,4}[:=][ \\t]{0,4}["']?(${NAME})["']?[ \\t]{0,4},?\\s{1,80}["']?value["']?[ \\t]{0,4}[:=][ \\t]{0,4}(?:${QUOTED}|${PLAIN})`,
      'gm',
    ),
    plain: 1,
  },
  { pattern: new RegExp(`["']name["']:["'](${NAME})["'],["']value["']:${QUOTED}`, 'g') },
  // `<password>…</password>`.
  { pattern: /<([A-Za-z][\w.:-]{1,63})(?:[ \t][^<>\n]{0,200})?>([^<>\s]{6,512})<\//g },
  // `redis-server --requirepass …`.
  {
    pattern: new RegExp(`(?<![\\w-])--([a-z][\\w-]{3,40})[ \\t]{1,4}(?:${QUOTED}|(?!-)${PLAIN})`, 'gm'),
    plain: 1,
  },
  // `requirepass …`, `SetEnv DB_PASSWORD …`, `fastcgi_param DB_PASSWORD …;`.
  {
    pattern: new RegExp(
      `^[ \\t]*(?:[a-z][\\w.-]{0,40}[ \\t]{1,8}){0,2}(${NAME})[ \\t]{1,8}(?:(?:--?[a-z]{2,12}|password)[ \\t]{1,4})?(?:${QUOTED}|${PLAIN})[ \\t;]*$`,
      'gim',
    ),
    plain: 1,
    only: 'config',
  },
  // `storePassword "…"`.
  { pattern: new RegExp(`^[ \\t]*(${NAME})[ \\t]{1,4}${QUOTED}[ \\t]*$`, 'gm') },
  // `name: "value"`, `name = value`, `'name' => 'value'`: ini, properties, yaml, json, toml, shell, code, attributes.
  {
    pattern: new RegExp(
      `(?<![\\w.-])(?:-{1,2}D?|\\$)?["']?(${NAME})["']?[ \\t]{0,8}(?:=>|:=|\\|\\||\\?\\?|[:=])[ \\t]{0,8}(?:[bru]{0,2}(?:"([^"\\\\\\n]{6,512})"|'([^'\\\\\\n]{6,512})')|${PLAIN})`,
      'gm',
    ),
    plain: 2,
  },
];
