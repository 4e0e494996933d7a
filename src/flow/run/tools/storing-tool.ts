/** A way in which a tool stores what it is given. */
export interface StoringTool {
  /** Names of the program. */
  tool: string;
  /** The words behind its name, options left out; `|` between alternatives. */
  words?: string;
  /** The file that it writes; `~` is the home folder, `{1}` the first operand behind the words, `{last}` the last. */
  file: string;
  /** Another file that it may write in its place, for reasons that no option tells: both count as written. */
  also?: string;
  /** The file on Windows. */
  windows?: string;
  /** Instead, when this option is given; `{}` stands for the option's value. */
  instead?: readonly (readonly [option: string, file: string])[];
  /** What goes into the file: the arguments and the files they name, or standard input as well. */
  input?: true;
  /** Of its arguments, only URLs go into the file. */
  urls?: true;
  /** Its arguments go into the file as they are, and not what the files hold that they name. */
  literally?: true;
  /** It keeps a hash of what it is given: of what a command made up, nobody can tell. */
  hashes?: true;
  /** It makes a secret of its own and stores that, and nothing that it is given. */
  makes?: string;
  /** It takes out what it stored before. */
  clears?: true;
  /** Only with this option. */
  only?: RegExp;
  /** Not with this option. */
  not?: RegExp;
  /** Not when one of these is set. */
  off?: readonly string[];
}
