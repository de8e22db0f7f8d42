data "aws_iam_policy_document" "ingest" {
  # the files that arrive
  statement {
    actions = [
      "s3:GetObject",
      "s3:PutBucketPolicy", # until the bucket has moved
      "s3:List*",
    ]
    resources = ["arn:aws:s3:::${var.bucket}", "arn:aws:s3:::${var.bucket}/*"]
  }

  statement {
    sid       = "Notify"
    actions   = ["sns:Publish", "sns:DeleteTopic"]
    resources = ["*"]
  }
}

variable "bucket" {
  type = string
}
