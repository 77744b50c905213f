// Makes docs/assets/vendor/ anew, a folder for each entry: one minified module, the licenses of
// all that is in it, and bundle.json with versions and hash.
//
//     npm ci --ignore-scripts && npm run build
//
// Only who changes the versions runs it: the site takes the files as they are committed.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const bundles = join(here, "../../../docs/assets/vendor");

const licenseOf = (name, target) => {
  const folder = join(here, "node_modules", name);
  const { license, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = readdirSync(folder).find((file) => /^licen[sc]e/i.test(file));
  if (!text) throw new Error(`${name} ${version} brings no license text: it can't be bundled`);
  const kept = `licenses/${name.replace("@", "").replace("/", "-")}.txt`;
  writeFileSync(join(target, kept), readFileSync(join(folder, text), "utf8"));
  return { name, version, license, text: kept };
};

const bundle = async (entry) => {
  const file = `${entry}.js`;
  const target = join(bundles, entry);
  const { metafile, outputFiles } = await build({
    absWorkingDir: here,
    bundle: true,
    entryPoints: [`${entry}.mjs`],
    format: "esm",
    legalComments: "none", // each license stands in a file of its own
    metafile: true,
    minify: true,
    target: "es2022",
    write: false,
  });
  const used = Object.entries(metafile.outputs)
    .flatMap(([, { inputs }]) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean);

  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "licenses"), { recursive: true });
  const packages = [...new Set(used)].sort().map((name) => licenseOf(name, target));
  const [{ contents }] = outputFiles;
  const sha256 = createHash("sha256").update(contents).digest("hex");
  writeFileSync(join(target, file), contents);
  writeFileSync(join(target, "bundle.json"), `${JSON.stringify({ file, sha256, packages }, null, 2)}\n`);
  console.log(`${file}: ${contents.length} bytes of ${packages.length} packages, sha256 ${sha256}`);
};

for (const entry of ["codemirror", "fsrs"]) await bundle(entry);
