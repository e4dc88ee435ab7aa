#include "hl7/mllp/tls.h"

#include <string>

namespace chargelint::hl7 {
namespace ssl = boost::asio::ssl;
using boost::system::error_code;

namespace {

tl::unexpected<Error> unusable(const std::string& file, std::string_view what, const error_code& problem) {
  return fail(ErrorKind::environment, file, std::string(what) + ": " + problem.message());
}

Result<void> use_certificate(ssl::context& context, const std::string& certificate, const std::string& key) {
  error_code problem;
  context.use_certificate_chain_file(certificate, problem);
  if (problem) return unusable(certificate, "the certificate can't be used", problem);
  // A key often lies in the certificate's own file.
  const std::string& key_file = key.empty() ? certificate : key;
  context.use_private_key_file(key_file, ssl::context::pem, problem);
  if (problem) return unusable(key_file, "the private key can't be used", problem);
  return {};
}

Result<void> trust(ssl::context& context, const std::string& authority) {
  error_code problem;
  context.load_verify_file(authority, problem);
  if (problem) return unusable(authority, "the authority's certificate can't be used", problem);
  return {};
}

void refuse_old_versions(ssl::context& context) {
  error_code ignored;
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                          ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1,
                      ignored);
}

}  // namespace

Result<TlsContext> server_tls(const TlsOptions& options) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  refuse_old_versions(*context);
  if (auto done = use_certificate(*context, options.certificate, options.key); !done)
    return tl::unexpected(done.error());
  if (options.client_authority.empty()) return context;
  if (auto done = trust(*context, options.client_authority); !done) return tl::unexpected(done.error());
  error_code ignored;
  context->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, ignored);
  return context;
}

Result<TlsContext> client_tls(const ClientTls& options) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  refuse_old_versions(*context);
  error_code problem;
  if (!options.authority.empty()) {
    if (auto done = trust(*context, options.authority); !done) return tl::unexpected(done.error());
  } else {
    context->set_default_verify_paths(problem);
  }
  if (!options.certificate.empty()) {
    if (auto done = use_certificate(*context, options.certificate, options.key); !done)
      return tl::unexpected(done.error());
  }
  context->set_verify_mode(options.verify ? ssl::verify_peer : ssl::verify_none, problem);
  return context;
}

}  // namespace chargelint::hl7
