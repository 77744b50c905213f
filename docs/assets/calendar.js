/* A file for calendars, as RFC 5545 wants it; loaded when somebody asks for one. */
const escape = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

// A line holds at most 75 bytes; what is longer goes on after a line break and a space.
function fold(line) {
  const lines = [""];
  let room = 75;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (size > room) {
      lines.push(" ");
      room = 74;
    }
    lines[lines.length - 1] += letter;
    room -= size;
  }
  return lines.join("\r\n");
}

const toDate = (iso) => iso.replaceAll("-", "");
const toMoment = (iso) => iso.replace(/[-:]|\.\d+/g, "");

/**
 * @param events each `{ id, from, to, title, text }`: whole days, `to` is the first one after it.
 * @param at the moment of writing, as toISOString gives it.
 */
export const toCalendar = (events, at) => [
  "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tfprep//planner//EN", "CALSCALE:GREGORIAN",
  ...events.flatMap(({ id, from, to, title, text }) => [
    "BEGIN:VEVENT", `UID:${id}@tfprep`, `DTSTAMP:${toMoment(at)}`,
    `DTSTART;VALUE=DATE:${toDate(from)}`, `DTEND;VALUE=DATE:${toDate(to)}`,
    `SUMMARY:${escape(title)}`, `DESCRIPTION:${escape(text)}`,
    "TRANSP:TRANSPARENT", "END:VEVENT", // it keeps no hour of the day busy
  ]),
  "END:VCALENDAR", "",
].map(fold).join("\r\n");
