// Binds the small modules to what a page marks with data- attributes. Everything works without them.
import { againOnPages } from "./again.js";
import { bind } from "./bind.js";
import { keepOnPages } from "./keep.js";
import { panel } from "./panel.js";

bind(document);
panel();
againOnPages();
keepOnPages();
