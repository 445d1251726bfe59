// forms judges what `agentdash build --for` and `agentdash init --compose` write, by the libraries of those who read it:
// the compose specification's own loader, HCL's own evaluation of JSON configuration, and Go's templates.
//
//	forms compose FILE    prints the project that docker compose would see, as JSON
//	forms terraform DIR   prints the value of every resource's arguments, as JSON
//	forms helm FILE       prints what Go's templates, which Helm's are, make of it
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"text/template"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/hashicorp/hcl/v2"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: forms compose FILE | forms terraform DIR | forms helm FILE"))
	}
	judge := map[string]func(string) ([]byte, error){"compose": compose, "terraform": terraform, "helm": helm}[os.Args[1]]
	if judge == nil {
		fail(fmt.Errorf("no form %q", os.Args[1]))
	}
	out, err := judge(os.Args[2])
	if err != nil {
		fail(err)
	}
	os.Stdout.Write(out)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func compose(file string) ([]byte, error) {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithName("judged"), cli.WithProfiles([]string{"*"}))
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}

func helm(file string) ([]byte, error) {
	parsed, err := template.ParseFiles(file)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, nil)
	return out.Bytes(), err
}

// terraform evaluates every argument of every resource, with each variable's value its own name and each file's content its path.
func terraform(dir string) ([]byte, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tf.json"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	resources, variables := map[string]map[string]hcl.Expression{}, map[string]cty.Value{}
	for _, name := range files {
		if err := read(name, resources, variables); err != nil {
			return nil, err
		}
	}
	context := &hcl.EvalContext{
		Variables: map[string]cty.Value{
			"var":  object(variables),
			"path": cty.ObjectVal(map[string]cty.Value{"module": cty.StringVal(".")}),
		},
		Functions: map[string]function.Function{"file": file, "jsonencode": stdlib.JSONEncodeFunc},
	}
	for kind, named := range resources {
		known := map[string]cty.Value{}
		for name := range named {
			known[name] = cty.ObjectVal(map[string]cty.Value{"uid": cty.StringVal(kind + "." + name)})
		}
		context.Variables[kind] = object(known)
	}
	result := map[string]map[string]json.RawMessage{}
	for kind, named := range resources {
		result[kind] = map[string]json.RawMessage{}
		for name, expression := range named {
			value, diagnostics := expression.Value(context)
			if diagnostics.HasErrors() {
				return nil, diagnostics
			}
			text, err := ctyjson.Marshal(value, value.Type())
			if err != nil {
				return nil, err
			}
			result[kind][name] = text
		}
	}
	return json.Marshal(result)
}

func read(name string, resources map[string]map[string]hcl.Expression, variables map[string]cty.Value) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	parsed, diagnostics := hcljson.Parse(content, name)
	if diagnostics.HasErrors() {
		return diagnostics
	}
	attributes, diagnostics := parsed.Body.JustAttributes()
	if diagnostics.HasErrors() {
		return diagnostics
	}
	if block, ok := attributes["variable"]; ok {
		pairs, diagnostics := hcl.ExprMap(block.Expr)
		if diagnostics.HasErrors() {
			return diagnostics
		}
		for _, pair := range pairs {
			key, diagnostics := pair.Key.Value(nil)
			if diagnostics.HasErrors() {
				return diagnostics
			}
			variables[key.AsString()] = cty.StringVal("var." + key.AsString())
		}
	}
	block, ok := attributes["resource"]
	if !ok {
		return nil
	}
	kinds, diagnostics := hcl.ExprMap(block.Expr)
	if diagnostics.HasErrors() {
		return diagnostics
	}
	for _, kind := range kinds {
		named, diagnostics := hcl.ExprMap(kind.Value)
		if diagnostics.HasErrors() {
			return diagnostics
		}
		kindName, _ := kind.Key.Value(nil)
		resources[kindName.AsString()] = map[string]hcl.Expression{}
		for _, one := range named {
			name, _ := one.Key.Value(nil)
			resources[kindName.AsString()][name.AsString()] = one.Value
		}
	}
	return nil
}

func object(values map[string]cty.Value) cty.Value {
	if len(values) == 0 {
		return cty.EmptyObjectVal
	}
	return cty.ObjectVal(values)
}

var file = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "path", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		return cty.StringVal("content of " + args[0].AsString()), nil
	},
})
