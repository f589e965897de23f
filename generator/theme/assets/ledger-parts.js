/* Leads an address of an issue in a ledger that was one page (#LT19-610100-R00-G-017) to the page
   that shows the issue now. The name of each page says which serial numbers of a group it has. */
(function () {
  "use strict";

  const ISSUE = /^#[A-Z0-9]+-\d{6}-R\d{2}-([A-Z]\d*)-(\d{3,5})$/;
  const PART = /\.([A-Z]\d*)\.(\d{3,5})-(\d{3,5})\.html$/;

  function holds(link, group, serial) {
    const part = PART.exec(link.pathname);
    return part !== null && part[1] === group &&
      Number(part[2]) <= serial && serial <= Number(part[3]);
  }

  function follow() {
    const issue = ISSUE.exec(location.hash);
    if (!issue) return;
    const link = [...document.querySelectorAll("tbody a")].find(
      (one) => holds(one, issue[1], Number(issue[2])));
    if (link) location.replace(link.href + location.hash);
  }

  addEventListener("hashchange", follow);
  follow();
})();
