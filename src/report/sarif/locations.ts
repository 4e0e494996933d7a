import type { Finding, ImageLocation, Labelled, Location } from '../../audit/finding.ts';
import { type FilePlace, locationPlace, placeOf } from '../file-place.ts';
import { imageName } from '../place.ts';
import { brief } from '../plain-text.ts';
import type { ArtifactLocation, Artifacts } from './artifacts.ts';

export interface SarifLocation {
  id?: number;
  physicalLocation: { artifactLocation: ArtifactLocation; region: SarifRegion };
  logicalLocations?: { name: string; fullyQualifiedName: string; kind: string }[];
  message?: { text: string };
}

interface SarifRegion {
  startLine: number;
  startColumn?: number;
  endLine: number;
  endColumn?: number;
}

const LONGEST_LABEL = 500;

/** Where a finding is shown. */
export function findingLocation(finding: Finding, artifacts: Artifacts): SarifLocation {
  return build(placeOf(finding), finding.location, artifacts);
}

/** Another place, with what it is. */
export function labelledLocation({ label, location }: Labelled, artifacts: Artifacts): SarifLocation {
  return {
    ...build(locationPlace(location), location, artifacts),
    message: { text: messageText(brief(label, LONGEST_LABEL)) },
  };
}

/** A text for a message, where brackets and backslashes make links (SARIF 2.1.0, 3.11.6). */
export function messageText(text: string): string {
  return text.replace(/[[\]\\]/g, '\\$&');
}

function build(place: FilePlace, location: Location, artifacts: Artifacts): SarifLocation {
  const { startLine, endLine, columns } = place;
  return {
    physicalLocation: {
      artifactLocation: artifacts.location(place.path, place.isSource),
      region: { startLine, endLine, ...columns },
    },
    ...(location.kind === 'image' && { logicalLocations: insideImage(location) }),
  };
}

/** The image, its layer and the file or field, from the outside in. */
function insideImage(location: ImageLocation): NonNullable<SarifLocation['logicalLocations']> {
  const { layer, path, pointer, channel } = location;
  const steps = [
    { kind: 'image', name: imageName(location) },
    ...(layer === undefined
      ? []
      : [{ kind: 'layer', name: layer.digest ?? layer.diffId ?? `layer ${layer.index}` }]),
    path === undefined ? { kind: 'member', name: pointer ?? channel } : { kind: 'resource', name: path },
  ].map(({ kind, name }) => ({ kind, name: brief(name, LONGEST_LABEL) }));
  return steps.map((step, at) => ({
    ...step,
    fullyQualifiedName: steps
      .slice(0, at + 1)
      .map(({ name }) => name)
      .join('!'),
  }));
}
