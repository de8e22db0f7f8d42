/** The actions of S3 that stay where `s3:PutObject` alone is removed from a wildcard, as prefixes. */
export const putsLeft: readonly string[] = [
  's3:PutAccelerateConfiguration',
  's3:PutAccess*',
  's3:PutAccountPublicAccessBlock',
  's3:PutAnalyticsConfiguration',
  's3:PutBucket*',
  's3:PutEncryptionConfiguration',
  's3:PutIntelligentTieringConfiguration',
  's3:PutInventoryConfiguration',
  's3:PutJobTagging',
  's3:PutLifecycleConfiguration',
  's3:PutMetricsConfiguration',
  's3:PutMultiRegionAccessPointPolicy',
  's3:PutObjectAcl',
  's3:PutObjectAnnotation',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
  's3:PutObjectTagging',
  's3:PutObjectVersion*',
  's3:PutReplicationConfiguration',
  's3:PutStorage*',
];

/** The lines that come for a list of actions, one a line. */
export function linesFor(indent: string, actions: readonly string[]): string[] {
  return actions.map((action, i) => `+${indent}"${action}"${i === actions.length - 1 ? '' : ','}`);
}
