#include "app/i18n/sentence.h"
#include "app/paste/paste.h"

namespace convscope {

std::string paste_sentence(const Words& words, const CodeLayer& layer, const Pasted& pasted) {
  std::string text = words.format("paste.shown", {{"code", layer.name}, {"scene", words("scene." + pasted.scene + ".title")}});
  if (pasted.as_row) text += words("paste.as_row");
  std::string list;
  for (const Difference& each : pasted.differences) {
    const std::string key = each.shown.empty() ? "paste.left_out" : "paste.instead";
    list +=
        (list.empty() ? "" : words("paste.and")) + words.format(key, {{"name", each.name}, {"shown", each.shown}, {"wanted", each.wanted}});
  }
  if (!list.empty()) text += words.format("paste.differs", {{"list", list}});
  for (const Error& remark : layer.remarks) text += words.format("paste.remark", {{"remark", sentence(words, remark)}});
  return text;
}

}  // namespace convscope
