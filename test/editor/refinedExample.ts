/** What `s3:Get*` of the example becomes: the seven prefixes of the post. */
export const refinedGet: readonly string[] = [
  's3:GetAccess*',
  's3:GetAccountPublicAccessBlock',
  's3:GetDataAccess',
  's3:GetJobTagging',
  's3:GetMulti*',
  's3:GetObject*',
  's3:GetStorage*',
];
