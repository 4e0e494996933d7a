const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account number that an access key id carries, twelve digits. Ids made before about 2019 yield nonsense.
 * @returns undefined for text that is no access key id.
 * Source: Aidan Steele, "AWS Access Key ID formats"; reproduced.
 */
export function awsAccountId(keyId: string): string | undefined {
  if (!/^A[A-Z]{3}[A-Z2-7]{16}$/.test(keyId)) return undefined;
  let bits = 0n;
  for (const char of keyId.slice(4)) bits = (bits << 5n) | BigInt(BASE32.indexOf(char));
  const account = ((bits >> 32n) & 0x7fffffffff80n) >> 7n;
  return account.toString().padStart(12, '0');
}
