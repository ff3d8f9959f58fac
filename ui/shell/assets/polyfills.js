/* Built-ins that Streamlit's bundle calls and that Chrome and Edge 94-109 lack; each only where it is missing. */
(() => {
  "use strict";
  window.prerenderReady = false; // index.html sets it inline, which the content policy forbids

  const define = (target, name, value) => {
    if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
  };
  const whole = (value) => Math.trunc(Number(value)) || 0;
  const place = (index, length) => (index < 0 ? index + length : index);
  const checked = (compare) => {
    if (compare !== undefined && typeof compare !== "function") throw new TypeError("The comparator must be a function");
    return compare;
  };
  function replaced(copy, index, value) {
    const at = place(whole(index), copy.length);
    if (at < 0 || at >= copy.length) throw new RangeError("Invalid index : " + index);
    copy[at] = value;
    return copy;
  }

  // Chrome 110: change array by copy.
  define(Array.prototype, "toSorted", function (compare) {
    return Array.from(this).sort(checked(compare));
  });
  define(Array.prototype, "toReversed", function () {
    return Array.from(this).reverse();
  });
  define(Array.prototype, "toSpliced", function (...change) {
    const copy = Array.from(this);
    copy.splice(...change);
    return copy;
  });
  define(Array.prototype, "with", function (index, value) {
    return replaced(Array.from(this), index, value);
  });
  const typed = Object.getPrototypeOf(Int8Array.prototype);
  define(typed, "toSorted", function (compare) {
    return this.slice().sort(checked(compare));
  });
  define(typed, "toReversed", function () {
    return this.slice().reverse();
  });
  define(typed, "with", function (index, value) {
    return replaced(this.slice(), index, value);
  });

  // Chrome 97: search from the end.
  for (const target of [Array.prototype, typed]) {
    define(target, "findLastIndex", function (test, self) {
      for (let i = this.length - 1; i >= 0; i--) if (test.call(self, this[i], i, this)) return i;
      return -1;
    });
    define(target, "findLast", function (test, self) {
      const at = this.findLastIndex(test, self);
      return at < 0 ? undefined : this[at];
    });
  }

  // Chrome 103: the limit on the first requests of a page.
  define(AbortSignal, "timeout", (milliseconds) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException("signal timed out", "TimeoutError")), milliseconds);
    return controller.signal;
  });

  // Chrome 117 and 119.
  define(Object, "groupBy", (items, keyOf) => {
    const groups = Object.create(null);
    let i = 0;
    for (const item of items) (groups[keyOf(item, i++)] ??= []).push(item);
    return groups;
  });
  define(Promise, "withResolvers", function () {
    let resolve, reject;
    const promise = new this((yes, no) => ([resolve, reject] = [yes, no]));
    return { promise, resolve, reject };
  });

  // Chrome 112: the v flag. The bundle builds the expressions that read the address with it, none of which
  // uses what v has beyond u.
  const knowsV = () => {
    try {
      return new RegExp("", "v") instanceof RegExp;
    } catch {
      return false;
    }
  };
  if (!knowsV()) {
    const asU = (args) =>
      typeof args[1] === "string" && args[1].includes("v") ? [args[0], args[1].replace("v", "u")] : args;
    window.RegExp = new Proxy(RegExp, {
      apply: (target, self, args) => target.apply(self, asU(args)),
      construct: (target, args, made) => Reflect.construct(target, asU(args), made),
    });
  }
})();
