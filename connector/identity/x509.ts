/**
 * What is used of `@peculiar/x509`, with what it wants to be loaded before it. Always by this file: imports that name the two apart
 * may be put into two bundles, and are then loaded in whichever order.
 */
import 'reflect-metadata'

export {
  AuthorityInfoAccessExtension,
  CRLDistributionPointsExtension,
  Pkcs10CertificateRequestGenerator,
  X509Certificate,
  X509Crl,
} from '@peculiar/x509'
