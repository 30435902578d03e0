// SPDX-License-Identifier: MIT
#include "plugin_host/plugin_catalog.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.hpp"
#include "plugin_host/read_manifest.hpp"

namespace usagestat::plugin_host {
namespace {

using base::Error;
using base::ErrorKind;
using std::filesystem::path;

constexpr std::size_t k_largest_script = 1U << 20U;
constexpr std::size_t k_largest_icon = 256U << 10U;

// Reads "plugin.json" and its kind of one plugin, wherever it lies.
using FileReader =
    std::function<base::Result<std::string>(const std::string& name, std::size_t limit)>;

base::Result<std::shared_ptr<Plugin>> read_plugin(const std::string& folder,
                                                  const FileReader& read) {
  USAGESTAT_TRY(const std::string manifest_text, read("plugin.json", 256U << 10U));
  USAGESTAT_TRY(ReadManifest manifest, read_manifest(manifest_text, folder + "/plugin.json"));
  auto plugin = std::make_shared<Plugin>();
  plugin->manifest = std::move(manifest.manifest);
  plugin->warnings = std::move(manifest.warnings);
  std::vector<std::string> names = plugin->manifest.parts;
  names.push_back(plugin->manifest.entry);
  for (const std::string& name : names) {
    USAGESTAT_TRY(std::string text, read(name, k_largest_script));
    if (!base::is_valid_utf8(text))
      return Error{ErrorKind::input, folder + "/" + name + ": not valid UTF-8.", ""};
    plugin->scripts.push_back({plugin->manifest.id + "/" + name, std::move(text)});
  }
  if (plugin->manifest.icon && plugin->manifest.icon->kind != "url") {
    if (auto icon = read(plugin->manifest.icon->path, k_largest_icon)) {
      plugin->icon_svg = *std::move(icon);
    } else {
      plugin->manifest.icon.reset();
    }
  }
  if (auto icon = read("icon-color.svg", k_largest_icon)) plugin->color_icon_svg = *std::move(icon);
  return plugin;
}

class CatalogBuilder {
 public:
  explicit CatalogBuilder(system::Filesystem& filesystem) : filesystem_(filesystem) {}

  void add_directory(const path& directory, bool may_run) {
    const auto real = filesystem_.real_path(directory);
    if (!real || !visited_.insert(real->string()).second) return;
    const auto names = filesystem_.list_directory(*real);
    if (!names) return;
    for (const std::string& name : *names) {
      if (!filesystem_.exists(*real / name / "plugin.json")) continue;
      add(*real / name, may_run);
    }
    // The directory may be a single plugin's folder itself.
    if (filesystem_.exists(*real / "plugin.json")) add(*real, may_run);
  }

  void add_bundled(std::span<const base::EmbeddedFile> files) {
    for (std::size_t begin = 0; begin < files.size();) {
      const std::string_view id = files[begin].path.substr(0, files[begin].path.find('/'));
      std::size_t end = begin;
      while (end < files.size() && files[end].path.starts_with(id) &&
             files[end].path[id.size()] == '/')
        ++end;
      add_bundled_plugin(std::string(id), files.subspan(begin, end - begin));
      begin = end;
    }
  }

  PluginCatalog finish() {
    std::ranges::sort(catalog_.plugins, {}, [](const PluginPtr& plugin) -> const std::string& {
      return plugin->manifest.id;
    });
    return std::move(catalog_);
  }

 private:
  void add(const path& folder, bool may_run) {
    auto plugin = read_plugin(folder.string(), [&](const std::string& name, std::size_t limit) {
      return filesystem_.read_file(folder / name, limit);
    });
    if (!plugin) {
      catalog_.problems.push_back({folder.string(), plugin.error()});
      return;
    }
    (*plugin)->directory = folder;
    (*plugin)->may_run = may_run;
    keep(*std::move(plugin));
  }

  void add_bundled_plugin(const std::string& id, std::span<const base::EmbeddedFile> files) {
    if (ids_.contains(id)) return;
    auto plugin =
        read_plugin(id, [&](const std::string& name, std::size_t) -> base::Result<std::string> {
          for (const base::EmbeddedFile& file : files) {
            if (file.path.substr(id.size() + 1) == name) return std::string(file.text);
          }
          return Error{ErrorKind::input, id + "/" + name + " is missing.", ""};
        });
    if (!plugin) {
      catalog_.problems.push_back({"bundled " + id, plugin.error()});
      return;
    }
    keep(*std::move(plugin));
  }

  void keep(std::shared_ptr<Plugin> plugin) {
    if (ids_.insert(plugin->manifest.id).second) catalog_.plugins.push_back(std::move(plugin));
  }

  system::Filesystem& filesystem_;
  std::set<std::string> visited_;
  std::set<std::string, std::less<>> ids_;
  PluginCatalog catalog_;
};

}  // namespace

PluginPtr PluginCatalog::find(std::string_view id_or_alias) const {
  for (const PluginPtr& plugin : plugins) {
    if (base::equals_ignoring_case(plugin->manifest.id, id_or_alias)) return plugin;
  }
  for (const PluginPtr& plugin : plugins) {
    if (model::is_called(plugin->manifest, id_or_alias)) return plugin;
  }
  return nullptr;
}

std::vector<std::string> PluginCatalog::ids_and_aliases() const {
  std::vector<std::string> result;
  for (const PluginPtr& plugin : plugins) {
    result.push_back(plugin->manifest.id);
    result.insert(result.end(), plugin->manifest.aliases.begin(), plugin->manifest.aliases.end());
  }
  return result;
}

PluginCatalog load_catalog(const CatalogSources& sources, system::Filesystem& filesystem) {
  CatalogBuilder builder(filesystem);
  for (const path& directory : sources.directories) builder.add_directory(directory, true);
  builder.add_bundled(sources.bundled);
  // Last, so that a repository one works in cannot switch a provider off by having its name.
  if (!sources.untrusted_directory.empty())
    builder.add_directory(sources.untrusted_directory, false);
  return builder.finish();
}

base::Result<PluginPtr> load_plugin(const path& directory, system::Filesystem& filesystem) {
  USAGESTAT_TRY(auto plugin,
                read_plugin(directory.string(), [&](const std::string& name, std::size_t limit) {
                  return filesystem.read_file(directory / name, limit);
                }));
  plugin->directory = directory;
  return PluginPtr(std::move(plugin));
}

}  // namespace usagestat::plugin_host
