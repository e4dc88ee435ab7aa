// A vector whose first elements live in the object itself: a usual claim is read and judged without the heap.
// Grows on the heap beyond `Inline` elements. T must be nothrow-movable.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace chargelint {

template <class T, std::size_t Inline>
class SmallVector {
  static_assert(std::is_nothrow_move_constructible_v<T>);

 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  SmallVector() noexcept {}  // NOLINT(modernize-use-equals-default): the buffer stays uninitialized
  SmallVector(std::initializer_list<T> items) {
    for (const T& item : items) push_back(item);
  }
  SmallVector(const SmallVector& other) { append(other); }
  SmallVector(SmallVector&& other) noexcept { take(std::move(other)); }
  SmallVector& operator=(const SmallVector& other) {
    if (this != &other) {
      clear();
      append(other);
    }
    return *this;
  }
  SmallVector& operator=(SmallVector&& other) noexcept {
    if (this != &other) {
      clear();
      release();
      take(std::move(other));
    }
    return *this;
  }
  ~SmallVector() {
    clear();
    release();
  }

  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    if (size_ == capacity_) {
      // Built first: an argument may refer to an element of this vector.
      T item(std::forward<Arguments>(arguments)...);
      grow(capacity_ * 2);
      return *::new (static_cast<void*>(data_ + size_++)) T(std::move(item));
    }
    return *::new (static_cast<void*>(data_ + size_++)) T(std::forward<Arguments>(arguments)...);
  }
  void push_back(const T& item) { emplace_back(item); }
  void push_back(T&& item) { emplace_back(std::move(item)); }
  void pop_back() { std::destroy_at(data_ + --size_); }
  void clear() {
    std::destroy_n(data_, size_);
    size_ = 0;
  }
  iterator erase(iterator at) {
    for (iterator next = at + 1; next != end(); ++next) *(next - 1) = std::move(*next);
    pop_back();
    return at;
  }
  iterator insert(iterator at, T item) {
    const auto index = at - begin();
    push_back(std::move(item));
    for (auto place = static_cast<std::ptrdiff_t>(size_) - 1; place > index; --place) {
      std::swap(data_[place], data_[place - 1]);
    }
    return begin() + index;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  iterator begin() { return data_; }
  iterator end() { return data_ + size_; }
  [[nodiscard]] const_iterator begin() const { return data_; }
  [[nodiscard]] const_iterator end() const { return data_ + size_; }
  T& operator[](std::size_t index) { return data_[index]; }
  const T& operator[](std::size_t index) const { return data_[index]; }
  T& front() { return data_[0]; }
  [[nodiscard]] const T& front() const { return data_[0]; }
  T& back() { return data_[size_ - 1]; }
  [[nodiscard]] const T& back() const { return data_[size_ - 1]; }
  operator std::span<const T>() const { return {data_, size_}; }  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool contains(const T& wanted) const {
    for (const T& item : *this) {
      if (item == wanted) return true;
    }
    return false;
  }
  friend bool operator==(const SmallVector& left, const SmallVector& right) {
    if (left.size_ != right.size_) return false;
    for (std::size_t index = 0; index < left.size_; ++index) {
      if (!(left.data_[index] == right.data_[index])) return false;
    }
    return true;
  }

 private:
  T* inline_data() { return std::launder(reinterpret_cast<T*>(buffer_)); }
  [[nodiscard]] bool on_heap() const {
    return static_cast<const void*>(data_) != static_cast<const void*>(buffer_);
  }
  void append(const SmallVector& other) {
    if (other.size_ > capacity_) grow(other.size_);
    std::uninitialized_copy_n(other.data_, other.size_, data_ + size_);
    size_ += other.size_;
  }
  void take(SmallVector&& other) noexcept {
    if (other.on_heap()) {
      data_ = std::exchange(other.data_, other.inline_data());
      capacity_ = std::exchange(other.capacity_, Inline);
      size_ = std::exchange(other.size_, 0);
      return;
    }
    std::uninitialized_move_n(other.data_, other.size_, data_);
    size_ = other.size_;
    other.clear();
  }
  void grow(std::size_t wanted) {
    T* const fresh = std::allocator<T>{}.allocate(wanted);
    std::uninitialized_move_n(data_, size_, fresh);
    std::destroy_n(data_, size_);
    release();
    data_ = fresh;
    capacity_ = wanted;
  }
  void release() noexcept {
    if (on_heap()) std::allocator<T>{}.deallocate(data_, capacity_);
    data_ = inline_data();
    capacity_ = Inline;
  }

  alignas(T) std::byte buffer_[sizeof(T) * Inline];  // NOLINT(bugprone-sizeof-expression): T may be a pointer
  T* data_ = inline_data();
  std::size_t size_ = 0;
  std::size_t capacity_ = Inline;
};

}  // namespace chargelint
