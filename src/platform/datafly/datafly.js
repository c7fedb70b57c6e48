/*!
 * eventpit's own stand-in for Datafly.js, written from the documentation alone. It is not the
 * vendor's script and has nothing of it: try your pages with the real one too.
 * MIT License, see eventpit's LICENSE.
 *
 * <script src="http://localhost:8484/datafly.js" data-pipeline-key="dk_…" data-global="_df"></script>
 *
 * Documented: the attributes, track, page, identify and group, page views on load and on
 * client-side navigation, the fields of an event. Not documented, so chosen here: the key goes in
 * Authorization: Bearer, each event is a request of its own, nothing is sent again, and a change of
 * the fragment alone is no page view.
 */
(function () {
  "use strict";
  var script = document.currentScript || document.querySelector("script[data-pipeline-key][src]");
  if (!script) return;
  var key = script.getAttribute("data-pipeline-key");
  var globals = script.getAttribute("data-global");
  // The documentation's older pages call it _df, its newer ones datafly.
  var names = globals ? [globals] : ["_df", "datafly"];
  // "./", so that a prefix of the script's path (/~run-1/datafly/) is one of the events' too.
  var endpoint = new URL("./", script.src).href;
  var KEEPALIVE = 60000; // Browsers refuse keepalive for more than 64 KiB that are under way.

  var userId, groupId, traits = {}, groupTraits = {};
  var referrer = document.referrer;
  var shown; // The address of the last page view, without its fragment.
  var due = false;
  var underWay = 0; // Bytes that are sent with keepalive.

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    // Pages over plain HTTP have no randomUUID.
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (byte) {
      return (byte + 256).toString(16).slice(1);
    }).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  function pageNow() {
    return {
      url: location.href,
      path: location.pathname,
      referrer: referrer,
      title: document.title,
      search: location.search,
    };
  }

  function campaign() {
    var query = new URLSearchParams(location.search), found = {}, any = false;
    ["source", "medium", "name", "term", "content"].forEach(function (field) {
      var value = query.get(field === "name" ? "utm_campaign" : "utm_" + field);
      if (value) {
        found[field] = value;
        any = true;
      }
    });
    return any ? found : undefined;
  }

  // What is undefined is left out by JSON.stringify.
  function send(path, event) {
    event.userId = event.userId || userId;
    event.groupId = event.groupId || groupId;
    event.context = {
      page: pageNow(),
      campaign: campaign(),
      userAgent: navigator.userAgent,
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      library: { name: "@datafly/collector", version: "eventpit" },
    };
    event.timestamp = new Date().toISOString();
    event.messageId = uuid();
    var body = JSON.stringify(event);
    var bytes = new Blob([body]).size;
    var keepalive = underWay + bytes < KEEPALIVE;
    var counted = keepalive ? bytes : 0;
    underWay += counted;
    var headers = { "Content-Type": "application/json" };
    if (key) headers.Authorization = "Bearer " + key;
    fetch(endpoint + "v1/" + path, {
      method: "POST",
      headers: headers,
      body: body,
      credentials: "include",
      keepalive: keepalive,
    }).catch(function () {
      // The browser's console says it already.
    }).then(function () {
      underWay -= counted;
    });
  }

  function isObject(value) {
    return typeof value === "object" && value !== null;
  }

  var api = {
    track: function (event, properties) {
      send("t", { type: "track", event: event, properties: properties });
    },
    page: function (name, properties) {
      if (isObject(name)) {
        properties = name;
        name = undefined;
      }
      send("p", { type: "page", name: name, properties: Object.assign(pageNow(), properties) });
    },
    identify: function (id, more) {
      userId = id || userId;
      Object.assign(traits, more);
      send("i", { type: "identify", traits: traits });
    },
    group: function (id, more) {
      if (id && id !== groupId) groupTraits = {};
      groupId = id || groupId;
      Object.assign(groupTraits, more);
      send("g", { type: "group", traits: groupTraits });
    },
  };

  function address() {
    return location.href.split("#")[0];
  }

  function view() {
    due = false;
    if (address() === shown) return;
    if (shown) referrer = shown;
    shown = address();
    api.page();
  }

  // Routers set the title after they push, and may push and replace at once: one view, a turn later.
  function navigated() {
    if (due || !shown) return;
    due = true;
    setTimeout(view, 0);
  }

  ["pushState", "replaceState"].forEach(function (method) {
    var original = history[method];
    history[method] = function () {
      var result = original.apply(this, arguments);
      navigated();
      return result;
    };
  });
  addEventListener("popstate", navigated);

  names.forEach(function (name) {
    window[name] = api;
  });
  if (!key) console.warn("datafly.js (eventpit): the script has no data-pipeline-key");
  // Before that, the title may not have been read.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", view);
  else view();
})();
