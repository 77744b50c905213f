/* Makes a page live where this machine serves it and the server's key is known. */
(() => {
  if (!["127.0.0.1", "localhost", "[::1]"].includes(location.hostname)) return;

  const NAME = "tfprep-live";
  const script = new URL("live/live.js", document.currentScript.src);
  const tabs = new BroadcastChannel(NAME);
  let access = null; // where the server is, and the key that it wants with each request

  const begin = (given) => {
    access = given;
    try {
      sessionStorage.setItem(NAME, JSON.stringify(access));
    } catch { /* other tabs have to be asked again */ }
    import(script).then(({ connect }) => connect(access));
  };
  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(NAME));
    } catch {
      return null;
    }
  };
  // #live=KEY, or #live=PORT:KEY where the server isn't the one that sends the pages.
  const take = () => {
    const [, port, token] = location.hash.match(/^#live=(?:(\d{1,5}):)?([\w-]+)$/) ?? [];
    if (!token) return false;
    history.replaceState(history.state, "", location.pathname + location.search);
    const base = port ? `${location.protocol}//${location.hostname}:${port}` : location.origin;
    begin({ base, token });
    tabs.postMessage({ access, isNew: true });
    return true;
  };

  tabs.onmessage = ({ data }) => {
    if (data.asks && access) tabs.postMessage({ access });
    else if (data.access && (data.isNew || !access)) begin(data.access);
  };
  addEventListener("hashchange", take); // the key of a server that was started anew
  if (take()) return;
  const before = kept();
  if (before) begin(before);
  else tabs.postMessage({ asks: true });
})();
