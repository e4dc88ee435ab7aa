// Work that is cut into numbered batches, done on several threads, and handed on in the order of the numbers.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace chargelint::plugin {

// `make(worker, batch)` on any of `workers` threads (the caller's is the first), `take(result)` for batch 0,
// 1, 2 … one at a time. No thread runs far ahead of what has been taken.
template <class Batch, class Make, class Take>
void in_order(std::size_t batches, std::size_t workers, Make make, Take take) {
  if (workers <= 1 || batches <= 1) {
    for (std::size_t batch = 0; batch < batches; ++batch) take(make(std::size_t{0}, batch));
    return;
  }
  constexpr std::size_t kAhead = 8;  // batches a worker
  std::mutex mutex;
  std::condition_variable moved;
  std::map<std::size_t, Batch> ready;
  std::size_t next_to_make = 0;
  std::size_t next_to_take = 0;
  bool taking = false;
  const auto work = [&](std::size_t worker) {
    std::unique_lock lock(mutex);
    while (next_to_make < batches) {
      const std::size_t batch = next_to_make++;
      moved.wait(lock, [&] { return batch < next_to_take + kAhead * workers; });
      lock.unlock();
      Batch made = make(worker, batch);
      lock.lock();
      ready.emplace(batch, std::move(made));
      if (taking) continue;
      taking = true;
      // Whoever finishes the batch that is due hands on all that wait behind it.
      while (!ready.empty() && ready.begin()->first == next_to_take) {
        Batch due = std::move(ready.begin()->second);
        ready.erase(ready.begin());
        lock.unlock();
        take(std::move(due));
        lock.lock();
        ++next_to_take;
        moved.notify_all();
      }
      taking = false;
    }
  };
  std::vector<std::jthread> helpers;
  for (std::size_t worker = 1; worker < std::min(workers, batches); ++worker)
    helpers.emplace_back(work, worker);
  work(0);
}

}  // namespace chargelint::plugin
