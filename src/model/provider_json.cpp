// SPDX-License-Identifier: MIT
#include "model/provider_json.hpp"

namespace usagestat::model {
namespace {

namespace json = base::json;

json::object icon_variant(const std::string& path, bool monochrome, bool supports_current_color) {
  return {{"kind", "svg"},
          {"path", path},
          {"monochrome", monochrome},
          {"supportsCurrentColor", supports_current_color}};
}

json::object icon_to_json(const IconDeclaration& icon, const ProviderSummary& summary) {
  json::object object{{"kind", icon.kind}};
  if (icon.kind == "url") {
    object["url"] = icon.url;
  } else if (summary.icon_path) {
    object["path"] = *summary.icon_path;
  }
  object["monochrome"] = icon.monochrome;
  object["supportsCurrentColor"] = icon.supports_current_color;
  if (icon.kind == "url" || !summary.icon_path) return object;
  object["monochromePath"] = *summary.icon_path;
  json::object variants{{"monochrome", icon_variant(*summary.icon_path, icon.monochrome,
                                                    icon.supports_current_color)}};
  if (summary.color_icon_path) {
    object["colorPath"] = *summary.color_icon_path;
    variants["color"] = icon_variant(*summary.color_icon_path, false, false);
  }
  object["variants"] = std::move(variants);
  return object;
}

}  // namespace

std::string_view to_string(Activation activation) {
  switch (activation) {
    case Activation::enabled:
      return "enabled";
    case Activation::detected:
      return "detected";
    case Activation::off:
      return "off";
  }
  return "off";
}

base::json::object provider_to_json(const ProviderSummary& summary) {
  const ProviderManifest& manifest = *summary.manifest;
  json::object object{{"id", manifest.id},
                      {"name", manifest.name},
                      {"enabled", summary.activation != Activation::off},
                      {"activation", to_string(summary.activation)},
                      {"reason", summary.reason},
                      {"aliases", base::json_strings(manifest.aliases)},
                      {"supportedModes", base::json_strings(manifest.supported_modes)},
                      {"autoMode", manifest.auto_mode},
                      {"webUrl", nullptr}};
  if (!manifest.web_url.empty()) object["webUrl"] = manifest.web_url;
  if (!manifest.status_page_url.empty()) object["statusPageUrl"] = manifest.status_page_url;
  if (!manifest.usage_dashboard_url.empty())
    object["usageDashboardUrl"] = manifest.usage_dashboard_url;
  if (!manifest.brand_color.empty()) object["brandColor"] = manifest.brand_color;
  object["minIntervalSec"] = manifest.min_interval.count();
  if (manifest.icon) object["icon"] = icon_to_json(*manifest.icon, summary);
  return object;
}

}  // namespace usagestat::model
