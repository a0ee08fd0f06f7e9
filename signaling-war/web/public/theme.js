// Before the first paint, so that a chosen theme never flashes the other one. A file of its own because the content
// security policy forbids inline scripts.
(function () {
  try {
    var theme = localStorage.getItem('tertulia.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme is fine then.
  }
})();
