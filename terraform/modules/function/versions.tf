terraform {
  # The least that both Terraform and OpenTofu need for optional() in objects and for mocked providers in tests.
  required_version = ">= 1.8"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
