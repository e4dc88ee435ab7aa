#include "hl7/mllp/connection.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <exception>

namespace chargelint::hl7 {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds kLinger{2};
constexpr std::chrono::milliseconds kLingerInDrain{250};

// Hands an answer to its slot once. A frame whose handler lets go of it without a word gets none, so that it
// does not hold up those behind it.
class Ticket {
 public:
  Ticket(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<Connection> connection, std::uint64_t sequence)
      : mailbox_(std::move(mailbox)), connection_(std::move(connection)), sequence_(sequence) {}
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;
  ~Ticket() {
    try {
      give({});
    } catch (const std::exception&) {
      // Out of memory while letting go: the deadline of the connection closes it.
    }
  }
  void give(Answer answer) {
    if (!given_.exchange(true)) mailbox_->deliver(connection_, sequence_, std::move(answer));
  }

 private:
  std::shared_ptr<Mailbox> mailbox_;
  std::weak_ptr<Connection> connection_;
  std::uint64_t sequence_;
  std::atomic<bool> given_{false};
};

}  // namespace

void Mailbox::deliver(const std::weak_ptr<Connection>& connection, std::uint64_t sequence, Answer answer) {
  const std::lock_guard lock(mutex_);
  if (context_ == nullptr) return;
  asio::post(*context_, [connection, sequence, answer = std::move(answer)]() mutable {
    if (const auto alive = connection.lock()) alive->answer(sequence, std::move(answer));
  });
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  context_ = nullptr;
}

bool AddressCounts::add(const std::string& address, std::size_t most) {
  const std::lock_guard lock(mutex_);
  std::size_t& count = counts_[address];
  if (count >= most) return false;
  ++count;
  return true;
}

void AddressCounts::remove(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(address);
  if (found != counts_.end() && --found->second == 0) counts_.erase(found);
}

Connection::Connection(Worker& worker, asio::ip::tcp::socket socket, std::string address)
    : worker_(worker),
      socket_(std::move(socket)),
      address_(std::move(address)),
      frames_(worker.shared().options.largest_message) {}

template <class Action>
void Connection::guarded(const Action& action) {
  try {
    action();
  } catch (const std::exception&) {
    close();  // out of memory, or a handler that threw: the sender tries again
  }
}

void Connection::start() {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
  constexpr int kSecondsIdle = 60;
  ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_KEEPIDLE, &kSecondsIdle, sizeof(kSecondsIdle));
  socket_.non_blocking(true, ignored);
  if (worker_.shared().tls) {
    shake_hands();
  } else {
    read();
  }
}

void Connection::shake_hands() {
  tls_ = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket&>>(socket_, *worker_.shared().tls);
  shaking_hands_ = true;
  last_byte_ = Clock::now();
  tls_->async_handshake(asio::ssl::stream_base::server,
                        [self = shared_from_this()](const error_code& problem) {
                          self->shaking_hands_ = false;
                          if (problem) {
                            ++self->worker_.shared().refused;
                            self->close();
                            return;
                          }
                          self->guarded([&self] {
                            self->tls_buffer_.resize(std::size_t{16} * 1024);  // a whole TLS record
                            self->settle();
                          });
                        });
}

bool Connection::may_read() const {
  const MllpOptions& options = worker_.shared().options;
  return state_ == State::open && slots_.size() < options.most_in_flight &&
         bytes_in_flight_ < options.largest_message;
}

void Connection::read() {
  if (waiting_ || shaking_hands_ || state_ == State::closed || peer_closed_) return;
  if (state_ != State::lingering && !may_read()) return;
  waiting_ = true;
  if (tls_) {
    read_tls();
    return;
  }
  socket_.async_wait(asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this()](const error_code& problem) {
                       self->waiting_ = false;
                       if (problem) {
                         self->close();
                         return;
                       }
                       self->guarded([&self] { self->on_readable(); });
                     });
}

void Connection::read_tls() {
  tls_->async_read_some(asio::buffer(tls_buffer_),
                        [self = shared_from_this()](const error_code& problem, std::size_t size) {
                          self->waiting_ = false;
                          self->guarded([&] { self->on_input(problem, {self->tls_buffer_.data(), size}); });
                        });
}

void Connection::on_readable() {
  std::vector<char>& buffer = worker_.read_buffer();
  error_code problem;
  const std::size_t size = socket_.read_some(asio::buffer(buffer), problem);
  if (problem == asio::error::would_block || problem == asio::error::try_again) {
    read();
    return;
  }
  on_input(problem, {buffer.data(), size});
}

void Connection::on_input(const error_code& problem, std::string_view input) {
  if (state_ == State::lingering) {
    if (problem) close();
    read();
    return;
  }
  if (problem == asio::error::eof || problem == asio::ssl::error::stream_truncated) {
    // A sender may close its half and still wait for its answers.
    peer_closed_ = true;
    if (state_ == State::open) state_ = State::finishing;
    settle();
    return;
  }
  if (problem) {
    close();
    return;
  }
  if (state_ != State::open) return;  // finishing: not read any more
  take_input(input);
  settle();
}

void Connection::take_input(std::string_view input) {
  ServerShared& shared = worker_.shared();
  const Clock::time_point now = Clock::now();
  last_byte_ = now;
  bool was_started = frames_.started();
  while (!input.empty() && state_ == State::open) {
    if (!may_read()) {
      backlog_.assign(input);
      break;
    }
    const FrameReader::Outcome outcome = frames_.feed(input);
    if (outcome == FrameReader::Outcome::frame) {
      was_started = false;
      hand_over(frames_.take());
    } else if (outcome == FrameReader::Outcome::too_large) {
      refuse_frame();
    }
  }
  if (frames_.started() && !was_started) frame_began_ = now;
  shared.skipped += frames_.skipped() - std::exchange(counted_skipped_, frames_.skipped());
  shared.refused += frames_.truncated() - std::exchange(counted_truncated_, frames_.truncated());
}

void Connection::hand_over(std::string content) {
  ServerShared& shared = worker_.shared();
  ++shared.frames;
  const std::uint64_t sequence = first_sequence_ + slots_.size();
  slots_.emplace_back().bytes = content.size();
  bytes_in_flight_ += content.size();
  auto ticket = std::make_shared<Ticket>(worker_.mailbox(), weak_from_this(), sequence);
  shared.handler(std::move(content), [ticket](Answer answer) { ticket->give(std::move(answer)); });
}

void Connection::drop_front() {
  bytes_in_flight_ -= slots_.front().bytes;
  slots_.pop_front();
  ++first_sequence_;
}

void Connection::refuse_frame() {
  ServerShared& shared = worker_.shared();
  ++shared.refused;
  state_ = State::finishing;
  Slot& slot = slots_.emplace_back();
  slot.answered = true;
  const std::string text =
      shared.refusal ? shared.refusal(frames_.beginning(), "message too large") : std::string();
  if (!text.empty()) slot.frames.push_back(framed(text));
}

void Connection::answer(std::uint64_t sequence, Answer answer) {
  if (state_ == State::closed || sequence < first_sequence_) return;
  const std::uint64_t index = sequence - first_sequence_;
  if (index >= slots_.size()) return;
  Slot& slot = slots_[index];
  slot.answered = true;
  slot.closes = answer.closes;
  for (const std::string& text : answer.texts) slot.frames.push_back(framed(text));
  settle();
}

void Connection::write() {
  if (writing_ || state_ == State::closed) return;
  while (!slots_.empty() && slots_.front().answered && slots_.front().frames.empty()) {
    if (slots_.front().closes) {
      // What was sent behind it is not answered either: its sender sends all of that again.
      slots_.clear();
      backlog_.clear();
      state_ = State::finishing;
      return;
    }
    drop_front();
  }
  if (slots_.empty() || !slots_.front().answered) return;
  writing_ = true;
  writing_frame_ = std::move(slots_.front().frames.front());
  slots_.front().frames.pop_front();
  write_began_ = Clock::now();
  auto written = [self = shared_from_this()](const error_code& problem, std::size_t) {
    self->writing_ = false;
    if (problem) {
      self->close();
      return;
    }
    self->guarded([&self] { self->on_written(); });
  };
  if (tls_) {
    asio::async_write(*tls_, asio::buffer(writing_frame_), std::move(written));
  } else {
    asio::async_write(socket_, asio::buffer(writing_frame_), std::move(written));
  }
}

void Connection::on_written() {
  if (state_ == State::closed) return;
  ++worker_.shared().answers;
  settle();
}

void Connection::settle() {
  if (state_ == State::closed) return;
  write();
  if (!backlog_.empty() && may_read()) {
    const std::string input = std::exchange(backlog_, {});
    take_input(input);
    write();
  }
  if (state_ == State::finishing && slots_.empty() && !writing_) {
    if (peer_closed_) {
      close();
    } else {
      linger();
    }
    return;
  }
  if (backlog_.empty()) read();
}

// Says that no more is coming and drops what still arrives: a close with unread bytes would take the answers
// with it.
void Connection::linger() {
  state_ = State::lingering;
  linger_began_ = Clock::now();
  error_code ignored;
  if (tls_) {
    tls_->async_shutdown([self = shared_from_this()](const error_code&) { self->close(); });
    return;
  }
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  read();
}

void Connection::check_deadlines(Clock::time_point now) {
  const MllpOptions& options = worker_.shared().options;
  bool overdue = writing_ && now - write_began_ > options.whole_frame;
  overdue |= shaking_hands_ && now - last_byte_ > options.between_bytes;
  if (state_ == State::open && frames_.started() && backlog_.empty() && waiting_) {
    overdue |= now - last_byte_ > options.between_bytes || now - frame_began_ > options.whole_frame;
  }
  if (overdue) {
    ++worker_.shared().timeouts;
    close();
    return;
  }
  if (state_ != State::lingering) return;
  const auto patience = worker_.draining() ? std::chrono::milliseconds(kLingerInDrain) : kLinger;
  if (now - linger_began_ > patience) close();
}

void Connection::drain() {
  if (state_ != State::open) return;
  // What is read and complete is answered; a frame under way is the sender's to send again.
  if (backlog_.empty()) {
    state_ = State::finishing;
    settle();
  }
}

void Connection::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  error_code ignored;
  socket_.close(ignored);
  --worker_.shared().open_connections;
  if (worker_.shared().options.most_per_address > 0) worker_.shared().addresses.remove(address_);
  worker_.forget(shared_from_this());
}

Worker::Worker(ServerShared& shared, asio::ip::tcp::acceptor::native_handle_type listener, bool is_v6)
    : shared_(shared),
      acceptor_(context_, is_v6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), listener),
      timer_(context_),
      accept_again_(context_),
      mailbox_(std::make_shared<Mailbox>(context_)),
      read_buffer_(std::size_t{64} * 1024) {}

Worker::~Worker() {
  mailbox_->close();
}

void Worker::run() {
  accept();
  tick();
  while (!context_.stopped()) {
    try {
      context_.run();
    } catch (const std::exception&) {
      // A handler ran out of memory: its connection is left to its deadline, the others go on.
    }
  }
}

void Worker::accept() {
  acceptor_.async_accept(context_, [this](const error_code& problem, asio::ip::tcp::socket socket) {
    if (problem == asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (problem) {
      // Out of descriptors or the like: not to be asked again at once.
      accept_again_.expires_after(std::chrono::milliseconds(100));
      accept_again_.async_wait([this](const error_code& stopped) {
        if (!stopped) accept();
      });
      return;
    }
    take(std::move(socket));
    accept();
  });
}

void Worker::take(asio::ip::tcp::socket socket) {
  if (shared_.open_connections.fetch_add(1) >= shared_.options.most_connections) {
    --shared_.open_connections;
    ++shared_.refused;
    return;
  }
  std::string address;
  if (shared_.options.most_per_address > 0) {
    error_code ignored;
    address = socket.remote_endpoint(ignored).address().to_string();
    if (!shared_.addresses.add(address, shared_.options.most_per_address)) {
      --shared_.open_connections;
      ++shared_.refused;
      return;
    }
  }
  ++shared_.connections;
  const auto connection = std::make_shared<Connection>(*this, std::move(socket), std::move(address));
  connections_.insert(connection);
  connection->start();
}

void Worker::tick() {
  const auto shortest =
      std::min<std::chrono::milliseconds>(shared_.options.between_bytes, shared_.options.whole_frame);
  const auto pause =
      draining_ ? std::chrono::milliseconds(50)
                : std::clamp(shortest / 4, std::chrono::milliseconds(20), std::chrono::milliseconds(500));
  timer_.expires_after(pause);
  timer_.async_wait([this](const error_code& problem) {
    if (problem && problem != asio::error::operation_aborted) return;
    const Clock::time_point now = Clock::now();
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all) connection->check_deadlines(now);
    if (draining_) {
      for (const auto& connection : all) connection->drain();
    }
    tick();
  });
}

void Worker::drain() {
  asio::post(context_, [this] {
    draining_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all) connection->drain();
    timer_.cancel();  // from here on it runs often
  });
}

void Worker::stop() {
  mailbox_->close();
  context_.stop();
}

}  // namespace chargelint::hl7
