// The measured site with Eleventy; the plug-ins come from the folder that BENCH_PEERS names.
const { createRequire } = require("module");
const peers = createRequire(process.env.BENCH_PEERS + "/");

module.exports = async function (config) {
  const highlight = peers("@11ty/eleventy-plugin-syntaxhighlight");
  config.addPlugin(highlight.default ?? highlight);
  config.addGlobalData("site", { title: "Measured", url: "https://measured.example" });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("posts", (api) => api.getFilteredByGlob("content/posts/*.md").reverse());
  config.addCollection("tagList", (api) => [...new Set(api.getFilteredByGlob("content/posts/*.md").flatMap((post) => post.data.tags))].sort());
  return { dir: { input: "content", output: "_site", includes: "_includes" }, markdownTemplateEngine: false };
};
