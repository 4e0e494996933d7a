/** Programs that build images, and mean little else. */
const BUILDERS =
  /\b(?:docker(?:-compose|-buildx)?|podman(?:-compose)?|nerdctl|buildah|buildctl|flyctl)\b|kaniko/;

/** Words of other things, too, with what they are asked for not far behind, whatever flags and lines lie between. */
const ASKED = [
  /\b(?:img|finch|depot)\b(?=[\s\S]{1,300}?\b(?:build|bake)\b)/,
  /\bfly(?:ctl)?\b(?=[\s\S]{1,300}?\b(?:deploy|launch)\b)/,
  /\baz\b(?=[\s\S]{1,300}?\bacr\b)/,
];

const SUBCOMMAND = /\b(?:build|buildx|bake|bud|compose)\b/;

/** False for a script that starts no build: it need not be parsed. Takes time linear in it. */
export function mayBuild(script: string): boolean {
  return (
    BUILDERS.test(script) ||
    ASKED.some((pattern) => pattern.test(script)) ||
    isByVariable(script) ||
    isMarkedBuild(script)
  );
}

/** A builder may be called by a variable: `$(DOCKER) build`, `{{engine}} build`. */
function isByVariable(script: string): boolean {
  const variable = script.search(/\$|\{\{/);
  return variable !== -1 && SUBCOMMAND.test(script.slice(variable));
}

/** What a CI system or make replaces stands there as characters that no text has. */
function isMarkedBuild(script: string): boolean {
  return /[\uFDD0-\uFDEF]/.test(script) && SUBCOMMAND.test(script);
}

/** Steps of CI systems that are images: Drone's and Woodpecker's plugins. */
export const PLUGIN = /(?:plugins|woodpeckerci)\/\S*(?:docker|kaniko|buildx|ecr|gcr|acr)/;

/** The same of a CI system's file. */
export function mayBuildInCi(text: string): boolean {
  return mayBuild(text) || PLUGIN.test(text);
}

/** Names of engines' APIs. */
const CALLS =
  /[bB]uild_?[aA]rg|buildargs|[bB]uildImage|image[_B]?[bB]uild|images\.build|[dD]ocker_?[bB]uild|DockerImage|fromDockerfile|[fF]rom_?[aA]sset|from_?[iI]mage_?[aA]sset|docker_image|docker_registry_image|pulumi[-_/]docker|@pulumi\/awsx|pulumi_awsx|custom_build|container\([^()]{0,200}(?:\([^()]{0,80}\)[^()]{0,200})?\)\s{0,80}\.build|docker\.build|dockerfile\s*(?:\{|true)/;

/** In a program `docker` may be a part of any name. */
const IN_CODE = /docker|podman|nerdctl|buildah|buildctl/;

/** The same of a program. */
export function mayBuildInCode(text: string): boolean {
  if (CALLS.test(text) || /kaniko/.test(text) || ASKED.some((pattern) => pattern.test(text))) return true;
  return /build|\bbud\b|\bbake\b/.test(text) && IN_CODE.test(text);
}
