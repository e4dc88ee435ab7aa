#include "plugin/log.h"

#include <Poco/ConsoleChannel.h>
#include <Poco/FormattingChannel.h>
#include <Poco/Logger.h>
#include <Poco/PatternFormatter.h>

namespace chargelint::plugin::log {
namespace {

Poco::Logger& logger() {
  static Poco::Logger& instance = Poco::Logger::get("chargelint");
  return instance;
}

}  // namespace

void start(const std::string& level) {
  Poco::AutoPtr<Poco::ConsoleChannel> console(new Poco::ConsoleChannel);  // writes to stderr (std::clog)
  Poco::AutoPtr<Poco::PatternFormatter> format(new Poco::PatternFormatter("%Y-%m-%dT%H:%M:%S.%iZ %p %t"));
  Poco::AutoPtr<Poco::FormattingChannel> channel(new Poco::FormattingChannel(format, console));
  logger().setChannel(channel);
  logger().setLevel(level);
}

void debug(const std::string& text) {
  logger().debug(text);
}
void info(const std::string& text) {
  logger().information(text);
}
void warning(const std::string& text) {
  logger().warning(text);
}
void error(const std::string& text) {
  logger().error(text);
}

}  // namespace chargelint::plugin::log
