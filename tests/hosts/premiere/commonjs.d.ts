declare var module: { exports: unknown };
declare function require(name: string): any;
