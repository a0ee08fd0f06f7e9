# Bucket and functions for a server that runs elsewhere.

provider "aws" {
  region = var.region
}

module "tertulia" {
  source = "../.."

  name                = var.name
  functions_image_uri = var.functions_image_uri
  server_user         = true
}
