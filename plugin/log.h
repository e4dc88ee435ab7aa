// The service's log on stderr. Ids of ours only: never a message's content, a name, a record or visit number.
#pragma once

#include <string>

namespace chargelint::plugin::log {

// "debug", "information", "warning", "error", "none"; to be called before threads start.
void start(const std::string& level);
void debug(const std::string& text);
void info(const std::string& text);
void warning(const std::string& text);
void error(const std::string& text);

}  // namespace chargelint::plugin::log
