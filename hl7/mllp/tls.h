// TLS contexts for both sides of MLLP. Private to this folder: names Asio types.
#pragma once

#include <utility>  // before Asio 1.74, which needs std::exchange and does not include it

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "hl7/mllp/client.h"
#include "hl7/mllp/server.h"
#include "rules/base/result.h"

namespace chargelint::hl7 {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

// TLS 1.2 and newer. With a client authority, a peer without a certificate of it is refused.
[[nodiscard]] Result<TlsContext> server_tls(const TlsOptions& options);
[[nodiscard]] Result<TlsContext> client_tls(const ClientTls& options);

}  // namespace chargelint::hl7
